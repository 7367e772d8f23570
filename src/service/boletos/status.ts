/**
 * The life of a boleto. Every change of status is an UPDATE that names the states it may come from, so that of two who
 * try, one wins and the other sees that it lost.
 *
 *            register: false
 *   (create) ───────────────► issued (nobody registers it later)
 *      │ register: true
 *      ▼
 *    issued ──► pending_registration ──► registered | refused
 *      └───────────────────────────────► registered | refused
 */
export type BoletoStatus = 'issued' | 'pending_registration' | 'registered' | 'refused';

/** What a provider's answer makes of a boleto. */
export type Outcome = 'registered' | 'refused' | 'pending_registration';

/** The states in which a provider may be asked, and which an outcome may replace. */
export const REGISTRABLE: readonly BoletoStatus[] = ['issued', 'pending_registration'];

/** The states in which it may be paid. Pending is one: the bank may hold a title whose registration it has not told us. */
export const PAYABLE: readonly BoletoStatus[] = ['issued', 'pending_registration', 'registered'];

/** No registration changes it any more, and its owner is told. */
export function isTerminal(status: BoletoStatus): boolean {
  return !REGISTRABLE.includes(status);
}
