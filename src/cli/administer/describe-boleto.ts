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
    ...labelled('digits', digitsOf(boleto)),
    ['title id', [String(title_id), boleto.document_type].filter(Boolean).join(', ')],
    ['amount', `${amount} cents, of which ${paid_amount} are paid; due ${boleto.expiration_date}`],
    ...labelled('terms', termsOf(boleto)),
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

/** Returns a line with a label, or none without a text. */
function labelled(label: string, texts: readonly string[]): string[][] {
  return texts.length === 0 ? [] : [[label, texts.join('; ')]];
}

/** A function of a release before leaves these fields out. */
function digitsOf(boleto: Partial<BoletoLife>): string[] {
  const { issuer_agency_digit, issuer_account_digit, issuer_bank_account } = boleto;
  return [
    ...(issuer_agency_digit ? [`agency digit ${issuer_agency_digit}`] : []),
    ...(issuer_bank_account ? [`bank account ${issuer_bank_account}`] : []),
    ...(issuer_account_digit ? [`account digit ${issuer_account_digit}`] : []),
  ];
}

function termsOf({ discounts, days_to_expire, divergent_payment }: Partial<BoletoLife>): string[] {
  const each = (discounts ?? []).map(
    ({ percentage, amount, until }) =>
      `discount of ${amount ? `${amount} cents` : `${percentage} %`} until ${until}`,
  );
  const { mode, amount } = divergent_payment ?? {};
  return [
    ...each,
    ...(typeof days_to_expire === 'number' ? [`payable for ${days_to_expire} days after it is due`] : []),
    ...(mode === 'any' ? ['any amount may be paid'] : []),
    ...(mode === 'minimum' ? [`${amount} cents or more may be paid`] : []),
  ];
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
