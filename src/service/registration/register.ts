import type { Boleto } from '../boletos/boleto.js';
import type { BoletoRepository } from '../boletos/repository.js';
import type { Answering, Settled } from '../boletos/settle.js';
import type { BoletoStatus, Registration } from '../boletos/status.js';
import type { Deadline } from '../lambda.js';
import { count, describeFailure, log, type Metrics, type RequestIds } from '../log.js';
import type { Providers } from './providers.js';
import type { SlowBanks } from './slow-banks.js';

/** Milliseconds that a provider may take. If its answer comes later, the next attempt verifies the title. */
export const PROVIDER_TIMEOUT = 5_000;
/** Milliseconds left to write the outcome. */
export const SETTLE_TIME = 2_000;

export interface AttemptOptions {
  readonly repository: Pick<BoletoRepository, 'settle'>;
  readonly providers: Providers;
  readonly slowBanks: SlowBanks;
  readonly deadline: Deadline;
  /** The request that asks. Left out by the queue, whose attempt belongs to the request that created the boleto. */
  readonly ids?: RequestIds;
}

/** Of an attempt that the bank did not answer. */
const UNANSWERED: Registration = { status: 'pending_registration', code: null };

/**
 * Asks the provider to register a claimed boleto, and writes the outcome.
 *
 * @param answering the request that this outcome answers
 * @returns undefined if the lease ran out and another attempt has taken over the boleto
 */
export async function attemptRegistration(
  claimed: Boleto,
  answering: Answering,
  options: AttemptOptions,
): Promise<Settled | undefined> {
  const { repository, slowBanks, deadline } = options;
  const began = Date.now();
  const timeout = Math.min(PROVIDER_TIMEOUT, deadline - SETTLE_TIME - began);
  const { isLate, ...registration } = await askProvider(claimed, timeout, options);
  slowBanks.record(claimed.issuer, !isLate);
  const latency = Date.now() - began;
  const settled = await repository.settle(claimed, registration, answering, deadline);
  const metrics: Metrics = { BankLatency: { value: latency, unit: 'Milliseconds' } };
  logAttempt(claimed, registration, settled, idsOf(claimed, options), metrics);
  return settled;
}

/**
 * Makes the first attempt, for a request. It does not ask a bank that has just been too slow: the queue asks it later,
 * and the request does not hold an execution environment and a connection meanwhile.
 *
 * @returns undefined if the lease ran out and another attempt has taken over the boleto
 */
export async function attemptFirst(
  claimed: Boleto,
  answering: Answering,
  options: AttemptOptions,
): Promise<Settled | undefined> {
  const { repository, slowBanks, deadline } = options;
  if (!slowBanks.includes(claimed.issuer)) return await attemptRegistration(claimed, answering, options);
  const settled = await repository.settle(claimed, UNANSWERED, answering, deadline);
  logAttempt(claimed, UNANSWERED, settled, idsOf(claimed, options), {});
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
  ids: RequestIds,
  /** Empty if the bank was not asked. */
  latency: Metrics,
): void {
  const { id, issuer, registration_attempts } = claimed;
  const status = settled?.boleto.status ?? 'overtaken';
  const outcome = settled && METRICS[settled.boleto.status];
  log(
    'registration',
    { boleto_id: id, ...ids, issuer, attempt: registration_attempts, status, code },
    {
      ...latency,
      ...(outcome ? { [outcome]: count(), Attempts: count(registration_attempts) } : {}),
    },
  );
}

function idsOf({ request_id }: Boleto, { ids }: AttemptOptions): RequestIds {
  return ids ?? { request_id };
}

async function askProvider(
  boleto: Boleto,
  timeout: number,
  options: AttemptOptions,
): Promise<Registration & { readonly isLate: boolean }> {
  const provider = options.providers.find(boleto.issuer);
  if (!provider || timeout <= 0) return { ...UNANSWERED, isLate: false };
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('the provider took too long')), timeout);
  const aborted = new Promise<never>((_, reject) => {
    late.signal.addEventListener('abort', () => reject(late.signal.reason), { once: true });
  });
  try {
    const { registration_attempts: number, request_id: requestId } = boleto;
    const attempt = { number, requestId, ids: idsOf(boleto, options), signal: late.signal };
    return { ...(await Promise.race([provider.register(boleto, attempt), aborted])), isLate: false };
  } catch (error) {
    const { id, issuer } = boleto;
    log('provider-failed', { boleto_id: id, ...idsOf(boleto, options), issuer, ...describeFailure(error) });
    return { ...UNANSWERED, isLate: late.signal.aborted };
  } finally {
    clearTimeout(timer);
  }
}
