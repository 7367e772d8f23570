import type { BoletoLife, OutboxEntry } from '../../administration/index.js';
import { table } from '../../report.js';
import { describeChanges } from './describe-changes.js';

/** Returns a boleto as `sbw boleto show` prints it. */
export function describeBoleto(boleto: BoletoLife): string {
  const { issuer, issuer_agency, issuer_account, issuer_wallet, title_id, amount, paid_amount } = boleto;
  const facts = table([
    ['boleto', boleto.id],
    ['status', boleto.register ? boleto.status : `${boleto.status}, not to be registered`],
    ['tenant', boleto.tenant_id],
    ['issuer', `${issuer}, agency ${issuer_agency}, account ${issuer_account}, wallet ${issuer_wallet}`],
    ['title id', String(title_id)],
    ['amount', `${amount} cents, of which ${paid_amount} are paid; due ${boleto.expiration_date}`],
    ['attempts', `${boleto.registration_attempts} of ${boleto.attempts_allowed}; ${lease(boleto)}`],
    [
      'bank',
      `registration: ${boleto.issuer_response_code ?? '-'}, payment: ${boleto.bank_response_code ?? '-'}`,
    ],
    ['queue', boleto.queue_url],
    ['reference', boleto.reference_id ?? '-'],
    ['request', boleto.request_id ?? '-'],
    ['trace', boleto.traceparent ?? '-'],
    ['created', boleto.created_at],
    ['updated', boleto.updated_at],
  ]);
  return [facts, describeChanges(boleto), describeOutbox(boleto.outbox)].join('\n\n');
}

function lease({ registering_until }: BoletoLife): string {
  return registering_until === null ? 'none is under way' : `one is under way until ${registering_until}`;
}

function describeOutbox(outbox: readonly OutboxEntry[]): string {
  if (outbox.length === 0) return 'Nothing of it is left to send.';
  const lines = outbox.map(({ kind, status, due_at, attempts }) => [
    status === null ? kind : `${kind} of ${status}`,
    due_at,
    String(attempts),
  ]);
  return table([['TO SEND', 'DUE', 'ATTEMPTS'], ...lines]);
}
