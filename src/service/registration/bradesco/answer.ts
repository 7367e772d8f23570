import type { Boleto } from '../../boletos/boleto.js';
import { type BankAnswer, objectIn, textIn, unclearAnswer } from '../bank-call.js';
import { nossoNumero, numeroDocumento } from './payload.js';
import { type CodeMeaning, meaningOf } from './response-codes.js';

export interface ReadAnswer {
  /** `status.codigo`, as text. */
  readonly code: string;
  readonly meaning: CodeMeaning;
  /** The title's fields in the answer. */
  readonly title: Readonly<Record<string, unknown>>;
}

/**
 * Reads an answer by its `status.codigo`, which is a number or a text. A success needs an HTTP status of success; a
 * refusal needs that or a 4xx. With any other status the bank is unavailable, whatever the code.
 *
 * @throws SuperbowletoError PROVIDER_ANSWER_UNCLEAR for an answer without a code
 */
export function readAnswer(answer: BankAnswer): ReadAnswer {
  const body = objectIn(answer.body);
  if (!body) throw unclearAnswer('Bradesco', answer, 'no JSON object');
  const code = codeIn(objectIn(body.status)?.codigo);
  if (code === undefined) throw unclearAnswer('Bradesco', answer, 'no status.codigo');
  return { code, meaning: meaningWith(answer.status, meaningOf(code)), title: objectIn(body.boleto) ?? {} };
}

function codeIn(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : textIn(value);
  return text !== undefined && /^-?[0-9]{1,18}$/.test(text) ? text : undefined;
}

function meaningWith(status: number, meaning: CodeMeaning): CodeMeaning {
  if (status >= 200 && status < 300) return meaning;
  if (status >= 400 && status < 500) return meaning === 'registered' ? 'unknown' : meaning;
  return 'unavailable';
}

/** Returns the names of a title's fields in an answer whose values are not the boleto's. */
export function differences(boleto: Boleto, title: ReadAnswer['title']): string[] {
  const expected: Readonly<Record<string, string>> = {
    nosso_numero: nossoNumero(boleto),
    numero_documento: numeroDocumento(boleto),
    valor_titulo: String(boleto.amount),
    data_vencimento: boleto.expiration_date,
  };
  return Object.keys(expected).filter((field) => {
    const stated = title[field] ?? '';
    return stated !== '' && plain(String(stated)) !== plain(expected[field] ?? '');
  });
}

/** Whether an answer states the value and the due date of its title, by which we recognize our own. */
export function isIdentified(title: ReadAnswer['title']): boolean {
  return [title.valor_titulo, title.data_vencimento].every((value) => (value ?? '') !== '');
}

/** Removes what makes no difference: the leading zeros of a number, the time of a date. */
function plain(value: string): string {
  return value
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})T.*$/, '$1')
    .replace(/^0+(?=\d)/, '');
}
