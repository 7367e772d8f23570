/**
 * The states of a boleto, also drawn in docs/registration.md. Every change of status is an UPDATE that names the states
 * that it may come from. If two change it at the same time, one succeeds and the other sees that it did not.
 *
 *            register: false
 *   (create) ───────────────► issued (nobody registers it later)
 *      │ register: true
 *      ▼
 *    issued ──► pending_registration ──► registered | refused | failed
 *      └───────────────────────────────► registered | refused
 *
 *    failed ── an operator's retry ──► pending_registration
 *    issued | pending_registration | registered ── its owner, unless it has been paid ──► cancelled
 */
export const STATUSES = [
  'issued',
  'pending_registration',
  'registered',
  'refused',
  'failed',
  'cancelled',
] as const;

export type BoletoStatus = (typeof STATUSES)[number];

/**
 * The status that a provider's answer leads to. The last allowed attempt turns `pending_registration` into `failed`.
 */
export type Outcome = 'registered' | 'refused' | 'pending_registration';

/** The outcome of one attempt at a provider. */
export interface Registration {
  /** `refused` only if the bank states a refusal. Anything unclear stays pending, and the bank is asked again. */
  readonly status: Outcome;
  /** The bank's own code, if it gave one. */
  readonly code: string | null;
  /** What the bank printed on its title, if it says so. The provider compares it with the boleto first. */
  readonly barcode?: string;
  readonly digitableLine?: string;
  /** The bank's page of the boleto. */
  readonly boletoUrl?: string;
  /** The bank's own id of the title. */
  readonly issuerId?: string;
}

/** The states in which a provider may be asked. Its outcome may replace these only. */
export const REGISTRABLE: readonly BoletoStatus[] = ['issued', 'pending_registration'];

/** The states in which its owner may cancel a boleto. */
export const CANCELLABLE: readonly BoletoStatus[] = ['issued', 'pending_registration', 'registered'];

/**
 * The states in which a boleto may be paid. A pending or failed one may: the bank may hold the title without having
 * said so. A cancelled one may: no provider withdraws a title, so that whoever holds the slip can still pay.
 */
export const PAYABLE: readonly BoletoStatus[] = [
  'issued',
  'pending_registration',
  'registered',
  'failed',
  'cancelled',
];

/** The states in which a boleto has no slip, because a slip asks for payment. */
export const WITHOUT_SLIP: readonly BoletoStatus[] = ['refused', 'failed', 'cancelled'];

/** Whether no registration changes the status any more. The owner gets a notification of each such status. */
export function isTerminal(status: BoletoStatus): boolean {
  return !REGISTRABLE.includes(status);
}
