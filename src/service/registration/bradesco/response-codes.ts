/**
 * What a `status.codigo` of Bradesco's registration services says about a title.
 *
 * `credentials`: the bank refused our login, not the title. `unavailable`, `in-process`: ask again. `unknown`: the code
 * is in no table, so that it says nothing.
 */
export type CodeMeaning =
  | 'registered'
  | 'refused'
  | 'exists'
  | 'in-process'
  | 'unavailable'
  | 'credentials'
  | 'unknown';

const REGISTERED: ReadonlySet<string> = new Set(['0', '930051', '930053', '93005119']);
/** 74 TITULO JA CADASTRADO, 93 NOSSO NUMERO INFORMADO JA EXISTE NA BASE DE TITULO PENDENTE. */
const EXISTS: ReadonlySet<string> = new Set(['9300574', '9300593']);
/** 46 USUARIO NAO AUTORIZADO, 113 and 114 CODIGO DA LOJA, 115 CHAVE DE ACESSO NAO ENCONTRADA/INVALIDA. */
const CREDENTIALS: ReadonlySet<string> = new Set(['9300546', '93005113', '93005114', '93005115']);
const UNAVAILABLE = '93005116';
const IN_PROCESS = '93005999';

/** Every refusal is 93005 and a number from 2 to 120, or 126 (UF NAO ACEITA), which was added later. */
const NUMBERED = /^93005([1-9][0-9]{0,2})$/;
const LAST_NUMBER = 120;
const LATER_NUMBER = 126;

/** @example meaningOf('9300520') // 'refused': VALOR DO TITULO INVALIDO */
export function meaningOf(code: string): CodeMeaning {
  if (REGISTERED.has(code)) return 'registered';
  if (EXISTS.has(code)) return 'exists';
  if (CREDENTIALS.has(code)) return 'credentials';
  if (code === UNAVAILABLE) return 'unavailable';
  if (code === IN_PROCESS) return 'in-process';
  const number = Number(NUMBERED.exec(code)?.[1] ?? 0);
  return (number >= 2 && number <= LAST_NUMBER) || number === LATER_NUMBER ? 'refused' : 'unknown';
}
