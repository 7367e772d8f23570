import type { BoletoChange, BoletoLife } from '../../administration/index.js';
import { table } from '../../report.js';

/** Returns what changed a boleto since its creation, the oldest change first. */
export function describeChanges(boleto: BoletoLife): string {
  const created = isRegisteredAtOnce(boleto) ? 'registered at its first attempt' : 'issued';
  const lines = boleto.changes.map(({ at, what, before, after, api_key_id, request_id }) => [
    at,
    what,
    fieldsOf(before),
    fieldsOf(after),
    api_key_id ?? '-',
    request_id ?? '-',
  ]);
  return table([
    ['CHANGED', 'WHAT', 'FROM', 'TO', 'KEY', 'REQUEST'],
    [boleto.created_at, 'creation', '-', created, '-', boleto.request_id ?? '-'],
    ...lines,
  ]);
}

/**
 * Whether the bank registered the boleto at its first attempt, within a minute of its creation. The service writes no
 * change for this usual case, because the row itself says so.
 */
function isRegisteredAtOnce({ registration_attempts, status, changes }: BoletoLife): boolean {
  const statuses = [...changes.map(({ before }) => before?.status), status];
  const first = statuses.find((one) => one !== undefined);
  return registration_attempts === 1 && first === 'registered';
}

function fieldsOf(values: BoletoChange['before']): string {
  const entries = Object.entries(values ?? {}).map(([name, value]) => `${name} ${value ?? '-'}`);
  return entries.join(', ') || '-';
}
