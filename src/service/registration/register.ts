import type { Boleto } from '../boletos/boleto.js';
import type { BoletoRepository, Reminder, Settled } from '../boletos/repository.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import { findProvider, type Registration } from './provider.js';

/** How long a provider may take, milliseconds; what comes later is verified by the next attempt. */
const PROVIDER_TIMEOUT = 5_000;
/** Kept free for writing the outcome down. */
const SETTLE_TIME = 2_000;

/**
 * Asks the provider about a claimed boleto and writes down what it answered.
 *
 * @returns undefined when the lease ran out and another attempt has taken the boleto over.
 */
export async function attemptRegistration(
  repository: Pick<BoletoRepository, 'settle'>,
  claimed: Boleto,
  reminder: Reminder,
  deadline: Deadline,
): Promise<Settled | undefined> {
  const began = Date.now();
  const registration = await askProvider(claimed, Math.min(PROVIDER_TIMEOUT, deadline - SETTLE_TIME - began));
  log('registration', {
    boleto_id: claimed.id,
    issuer: claimed.issuer,
    attempt: claimed.registration_attempts,
    status: registration.status,
    code: registration.code,
    milliseconds: Date.now() - began,
  });
  return await repository.settle(claimed, registration, reminder, deadline);
}

async function askProvider(boleto: Boleto, timeout: number): Promise<Registration> {
  const unanswered: Registration = { status: 'pending_registration', code: null };
  const provider = findProvider(boleto.issuer);
  if (!provider || timeout <= 0) return unanswered;
  const signal = AbortSignal.timeout(timeout);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([
      provider.register(boleto, { number: boleto.registration_attempts, signal }),
      aborted,
    ]);
  } catch (error) {
    log('provider-failed', { boleto_id: boleto.id, issuer: boleto.issuer, ...describeFailure(error) });
    return unanswered;
  }
}
