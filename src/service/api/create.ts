import type { Boleto, NewBoleto } from '../boletos/boleto.js';
import type { IdempotencyKey } from '../boletos/insert.js';
import { type Outbox, sendSettled } from '../boletos/outbox.js';
import { type BoletoRepository, withCodes } from '../boletos/repository.js';
import { invalidParameters } from '../http/errors.js';
import type { Deadline } from '../lambda.js';
import { count, describeFailure, log } from '../log.js';
import type { Providers } from '../registration/providers.js';
import { attemptRegistration } from '../registration/register.js';

export interface CreateOptions {
  /** Null takes the wallet's next one. */
  readonly titleId: number | null;
  readonly key: IdempotencyKey | null;
  readonly repository: BoletoRepository;
  readonly outbox: Outbox;
  readonly providers: Providers;
  readonly deadline: Deadline;
}

/**
 * Each try moves past all numbers that are taken. A second try is needed only if others take numbers at the same time.
 */
const TRIES = 5;

/**
 * Stores a boleto and, if it is to be registered, asks the provider. Once the row and its reminder are stored, a
 * failure no longer fails the request: the answer is the boleto as stored, and the queue and the schedule do the rest.
 *
 * @throws HttpError 400 if the title id that the caller chose is taken; 422 if the key came before with another body
 */
export async function createBoleto(boleto: NewBoleto, options: CreateOptions): Promise<Boleto> {
  const { repository, key, deadline } = options;
  const stored = await insert(boleto, options);
  if (stored === 'key-taken') {
    const answer = key && (await repository.findAnswer(boleto.tenant_id, key, deadline));
    if (!answer) throw new Error('a key is taken by no boleto');
    return answer;
  }
  const { id, request_id, issuer, tenant_id } = stored;
  log('boleto-issued', { boleto_id: id, request_id, issuer, tenant_id }, { Issued: count() });
  if (!boleto.register) return await repository.finish(stored, key, deadline);
  try {
    return await register(withCodes(stored), options);
  } catch (error) {
    log('registration-left', { boleto_id: stored.id, request_id, ...describeFailure(error) });
    return withCodes(stored);
  }
}

async function insert(boleto: NewBoleto, options: CreateOptions): Promise<Boleto | 'key-taken'> {
  const { repository, titleId, key, deadline } = options;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const inserted = await repository.insert(boleto, { titleId, key }, deadline);
    if (inserted.outcome === 'stored') return inserted.boleto;
    if (inserted.outcome === 'key-taken') return 'key-taken';
    // The boleto with this title id may be that of an earlier request with the key.
    const answer = key && (await repository.findAnswer(boleto.tenant_id, key, deadline));
    if (answer) return 'key-taken';
    if (titleId !== null) throw titleTaken();
    await repository.skipTakenTitles(boleto, inserted.titleId, deadline);
  }
  throw new Error(`no free title id in ${TRIES} tries`);
}

function titleTaken() {
  const message = '"title_id" is taken by another boleto of this wallet';
  return invalidParameters([{ field: 'title_id', message }]);
}

async function register(stored: Boleto, options: CreateOptions): Promise<Boleto> {
  const { repository, outbox, key, deadline } = options;
  const settled = await attemptRegistration(stored, key, options);
  if (!settled) return (await repository.find(stored.id, deadline)) ?? stored;
  await sendSettled(outbox, settled, deadline);
  return settled.boleto;
}
