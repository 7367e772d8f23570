import { isCivilDate, isValidCnpj, isValidCpf } from '../../boleto/index.js';
import { membersOf } from './answers.js';

type Members = Readonly<Record<string, unknown>>;

const STATES = new Set(
  'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'.split(' '),
);
const MAX_VALUE = 9_999_999_999;

const PARAMETERS = 930052;
const NOSSO_NUMERO = 9300511;
const PAYER_DOCUMENT = 9300514;
const ISSUE_DATE = 9300517;
const VALUE = 9300520;
const DUE_DATE = 9300528;
const INTEREST_TWICE = 9300530;
const FINE_TWICE = 9300531;
const FINE_DAYS = 9300532;
const PAYER_CEP = 9300544;
const ISSUED_AFTER_DUE = 9300564;
const DUE_TOO_LATE = 9300576;
const INTEREST_DAYS = 93005100;
const TOO_LITTLE = 93005112;
const WALLET = 93005120;
const STATE = 93005126;

/** Returns the code with which the bank refuses a title; undefined when it accepts the title. */
export function refusalOf(title: Members): number | undefined {
  return titleRefusal(title) ?? payerRefusal(membersOf(title.pagador)) ?? chargesRefusal(title);
}

function titleRefusal(title: Members): number | undefined {
  const { carteira, nosso_numero, numero_documento, data_emissao, data_vencimento, valor_titulo } = title;
  if (!matches(carteira, /^(04|09|19|25|26)$/)) return WALLET;
  if (!matches(nosso_numero, /^[0-9]{11}$/)) return NOSSO_NUMERO;
  if (!matches(numero_documento, /^\S{1,27}$/)) return PARAMETERS;
  if (!isDate(data_emissao)) return ISSUE_DATE;
  if (!isDate(data_vencimento)) return DUE_DATE;
  if (!isInteger(valor_titulo, 1, MAX_VALUE)) return VALUE;
  if (data_emissao >= data_vencimento) return ISSUED_AFTER_DUE;
  const latest = `${Number(data_emissao.slice(0, 4)) + 10}${data_emissao.slice(4)}`;
  return data_vencimento > latest ? DUE_TOO_LATE : undefined;
}

function payerRefusal({ nome, documento, tipo_documento, endereco }: Members): number | undefined {
  if (typeof nome !== 'string' || nome === '') return TOO_LITTLE;
  if (nome.length > 40 || !isLatin1(nome)) return PARAMETERS;
  const document = String(documento);
  const isValid = tipo_documento === '1' ? isValidCpf(document) : isValidCnpj(document);
  if (!isValid) return PAYER_DOCUMENT;
  const address = membersOf(endereco);
  if (!matches(address.cep, /^[0-9]{8}$/)) return PAYER_CEP;
  if (!STATES.has(String(address.uf))) return STATE;
  const widths = { logradouro: 70, numero: 10, complemento: 20, bairro: 50, cidade: 50 };
  return Object.entries(widths).some(([name, width]) => !isText(address[name], width))
    ? PARAMETERS
    : undefined;
}

function chargesRefusal({ informacoes_opcionais }: Members): number | undefined {
  const given = membersOf(informacoes_opcionais);
  const interest = chargeOf(given, 'perc_juros', 'valor_juros');
  const fine = chargeOf(given, 'perc_multa_atraso', 'valor_multa_atraso');
  if (!interest || !fine || !isText(given.controle_participante ?? '', 25)) return PARAMETERS;
  if (interest.percentage > 0 && interest.value > 0) return INTEREST_TWICE;
  if (fine.percentage > 0 && fine.value > 0) return FINE_TWICE;
  if (!isInteger(given.qtde_dias_juros ?? 0, 0, 99)) return INTEREST_DAYS;
  return isInteger(given.qtde_dias_multa_atraso ?? 0, 0, 99) ? undefined : FINE_DAYS;
}

/** Reads a percentage (text of eight digits) and a value (cents); undefined when one of them is malformed. */
function chargeOf(given: Members, percentage: string, value: string) {
  const share = given[percentage] ?? '';
  const cents = given[value] ?? 0;
  if (share !== '' && !matches(share, /^[0-9]{8}$/)) return undefined;
  return isInteger(cents, 0, MAX_VALUE) ? { percentage: Number(share), value: Number(cents) } : undefined;
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && isCivilDate(value);
}

function isInteger(value: unknown, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
}

function isText(value: unknown, width: number): boolean {
  return typeof value === 'string' && value.length <= width && isLatin1(value);
}

function isLatin1(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]*$/.test(text);
}
