import type { Boleto } from '../boletos/boleto.js';
import type { BoletoRepository } from '../boletos/repository.js';
import type { Answering, Settled } from '../boletos/settle.js';
import type { BoletoStatus, Registration } from '../boletos/status.js';
import type { Deadline } from '../lambda.js';
import { count, describeFailure, log } from '../log.js';
import type { Providers } from './providers.js';

/** Milliseconds that a provider may take. If its answer comes later, the next attempt verifies the title. */
const PROVIDER_TIMEOUT = 5_000;
/** Milliseconds left to write the outcome. */
const SETTLE_TIME = 2_000;

export interface AttemptOptions {
  readonly repository: Pick<BoletoRepository, 'settle'>;
  readonly providers: Providers;
  readonly deadline: Deadline;
}

/**
 * Asks the provider to register a claimed boleto, and writes the outcome.
 *
 * @param answering the request that this outcome answers
 * @returns undefined if the lease ran out and another attempt has taken over the boleto
 */
export async function attemptRegistration(
  claimed: Boleto,
  answering: Answering,
  { repository, providers, deadline }: AttemptOptions,
): Promise<Settled | undefined> {
  const began = Date.now();
  const timeout = Math.min(PROVIDER_TIMEOUT, deadline - SETTLE_TIME - began);
  const registration = await askProvider(providers, claimed, timeout);
  const latency = Date.now() - began;
  const settled = await repository.settle(claimed, registration, answering, deadline);
  logAttempt(claimed, registration, settled, latency);
  return settled;
}

const METRICS: Readonly<Partial<Record<BoletoStatus, string>>> = {
  registered: 'Registered',
  refused: 'Refused',
  failed: 'Failed',
};

function logAttempt(
  claimed: Boleto,
  { code }: Registration,
  settled: Settled | undefined,
  latency: number,
): void {
  const { id, request_id, issuer, registration_attempts } = claimed;
  const status = settled?.boleto.status ?? 'overtaken';
  const outcome = settled && METRICS[settled.boleto.status];
  log(
    'registration',
    { boleto_id: id, request_id, issuer, attempt: registration_attempts, status, code },
    {
      BankLatency: { value: latency, unit: 'Milliseconds' },
      ...(outcome ? { [outcome]: count(), Attempts: count(registration_attempts) } : {}),
    },
  );
}

async function askProvider(providers: Providers, boleto: Boleto, timeout: number): Promise<Registration> {
  const unanswered: Registration = { status: 'pending_registration', code: null };
  const provider = providers.find(boleto.issuer);
  if (!provider || timeout <= 0) return unanswered;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('the provider took too long')), timeout);
  const aborted = new Promise<never>((_, reject) => {
    late.signal.addEventListener('abort', () => reject(late.signal.reason), { once: true });
  });
  try {
    const { registration_attempts: number, request_id: requestId } = boleto;
    const attempt = { number, requestId, signal: late.signal };
    return await Promise.race([provider.register(boleto, attempt), aborted]);
  } catch (error) {
    const { id, request_id, issuer } = boleto;
    log('provider-failed', { boleto_id: id, request_id, issuer, ...describeFailure(error) });
    return unanswered;
  } finally {
    clearTimeout(timer);
  }
}
