import type { PayerBoleto } from '../../administration/index.js';
import { UsageError } from '../../errors.js';
import { askHidden, readSecretText } from '../secret-value.js';

/** Boletos that an error names. */
const NAMED = 10;

/**
 * Reads a payer's document: asked for at a terminal without showing it, else from standard input. It is never an
 * argument, which other users of the machine and the shell's history would see.
 *
 * @throws {UsageError} DOCUMENT_MISSING
 */
export async function readDocument(): Promise<string> {
  const text = process.stdin.isTTY ? await askHidden('CPF or CNPJ (not shown):') : await readSecretText('-');
  const document = text.trim();
  if (document !== '') return document;
  throw new UsageError(
    'DOCUMENT_MISSING',
    'Standard input is empty. Give the CPF or CNPJ of the payer there.',
  );
}

/**
 * Returns the ids of a payer's boletos if all may be erased.
 *
 * @throws {UsageError} NO_SUCH_PAYER if there are none, PAYER_KEPT with the boletos that keep the payer's data
 */
export function verifyErasable(boletos: readonly PayerBoleto[]): string[] {
  if (boletos.length === 0) {
    throw new UsageError('NO_SUCH_PAYER', 'No boleto of this tenant has a payer with this document.');
  }
  const kept = boletos.filter(({ kept_because }) => kept_because !== null);
  if (kept.length === 0) return boletos.map(({ id }) => id);
  const named = kept
    .slice(0, NAMED)
    .map(({ id, status, kept_because }) => `${id} (${status}, ${kept_because})`);
  const more = kept.length > NAMED ? ` and ${kept.length - NAMED} more` : '';
  throw new UsageError(
    'PAYER_KEPT',
    `The payer's data must stay: ${named.join(', ')}${more}. Wait until they are paid, past due or past the retention, or change it: sbw tenant update TENANT --payer-retention-days DAYS`,
  );
}
