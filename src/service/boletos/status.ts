/**
 * The life of a boleto (drawn in docs/registration.md). Every change of status is an UPDATE that names the states it
 * may come from, so that of two who try, one wins and the other sees that it lost.
 *
 *            register: false
 *   (create) ───────────────► issued (nobody registers it later)
 *      │ register: true
 *      ▼
 *    issued ──► pending_registration ──► registered | refused | failed
 *      └───────────────────────────────► registered | refused
 *
 *    failed ── an operator's retry ──► pending_registration
 *    issued | pending_registration | registered ── its owner, unless it is paid ──► cancelled
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

/** What a provider's answer makes of a boleto; one answer too many that is pending makes it `failed`. */
export type Outcome = 'registered' | 'refused' | 'pending_registration';

/** What a provider made of an attempt. */
export interface Registration {
  /** `refused` only for a refusal that the bank states; anything unclear is pending and asked again. */
  readonly status: Outcome;
  /** The bank's own code, where it gave one. */
  readonly code: string | null;
  /** What the bank printed on its title, where it says so; checked against the boleto before it is stored. */
  readonly barcode?: string;
  readonly digitableLine?: string;
  /** Where the bank shows the boleto. */
  readonly boletoUrl?: string;
  /** The bank's own name of the title. */
  readonly issuerId?: string;
}

/** The states in which a provider may be asked, and which an outcome may replace. */
export const REGISTRABLE: readonly BoletoStatus[] = ['issued', 'pending_registration'];

/** The states that its owner may end. */
export const CANCELLABLE: readonly BoletoStatus[] = ['issued', 'pending_registration', 'registered'];

/**
 * The states in which it may be paid. Pending and failed are: the bank may hold a title whose registration it has not
 * told us. Cancelled is: no provider takes a title back, so that who holds the slip may still pay it.
 */
export const PAYABLE: readonly BoletoStatus[] = [
  'issued',
  'pending_registration',
  'registered',
  'failed',
  'cancelled',
];

/** No registration changes it any more, and its owner is told. */
export function isTerminal(status: BoletoStatus): boolean {
  return !REGISTRABLE.includes(status);
}
