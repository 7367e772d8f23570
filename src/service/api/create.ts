import type { Boleto, NewBoleto } from '../boletos/boleto.js';
import type { IdempotencyKey, KeptAnswer } from '../boletos/idempotency.js';
import { type Outbox, sendSettled } from '../boletos/outbox.js';
import { type BoletoRepository, withCodes } from '../boletos/repository.js';
import { invalidParameters } from '../http/errors.js';
import { newId } from '../id.js';
import { titleIdLimit } from '../issuers/codes.js';
import type { Deadline } from '../lambda.js';
import { count, describeFailure, log, type RequestIds } from '../log.js';
import type { Providers } from '../registration/providers.js';
import { attemptFirst } from '../registration/register.js';
import type { SlowBanks } from '../registration/slow-banks.js';

export interface CreateOptions {
  /** Null takes the wallet's next one. */
  readonly titleId: number | null;
  readonly key: IdempotencyKey | null;
  /** Whether the owner's queue is told nothing of what the answer says. */
  readonly isQuiet: boolean;
  readonly repository: BoletoRepository;
  readonly outbox: Outbox;
  readonly providers: Providers;
  readonly slowBanks: SlowBanks;
  readonly deadline: Deadline;
  readonly ids: RequestIds;
}

/** How often it tries another number: each try moves past numbers that callers chose. */
const TRIES = 40;

/**
 * Stores a boleto and, if it is to be registered, asks the provider. Once the row and its reminder are stored, a
 * failure no longer fails the request: the answer is the boleto as stored, and the queue and the schedule do the rest.
 *
 * @returns the stored boleto, or the answer to an earlier request with the key
 * @throws HttpError 400 if the title id that the caller chose is taken, 409 if the wallet has none left or the first
 *   request with the key is still running, 422 if the key came before with another request
 */
export async function createBoleto(
  boleto: NewBoleto,
  options: CreateOptions,
): Promise<{ readonly boleto: Boleto } | { readonly kept: KeptAnswer }> {
  const { repository, key, deadline, ids } = options;
  const stored = await insert(boleto, options);
  if ('kept' in stored) return stored;
  const { id, issuer, tenant_id, title_id } = stored.boleto;
  const used = Math.round((10_000 * title_id) / titleIdLimit(issuer)) / 100;
  log(
    'boleto-issued',
    { boleto_id: id, ...ids, issuer, tenant_id },
    {
      Issued: count(),
      ...(options.titleId === null ? { TitleIdsUsed: { value: used, unit: 'Percent' } } : {}),
    },
  );
  if (!boleto.register) return { boleto: await repository.finish(stored.boleto, key, deadline) };
  try {
    return { boleto: await register(withCodes(stored.boleto), options) };
  } catch (error) {
    log('registration-left', { boleto_id: id, ...ids, ...describeFailure(error) });
    return { boleto: withCodes(stored.boleto) };
  }
}

async function insert(
  boleto: NewBoleto,
  options: CreateOptions,
): Promise<{ readonly boleto: Boleto } | { readonly kept: KeptAnswer }> {
  const { repository, key, deadline } = options;
  const id = newId('bol_');
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const inserted = await tryInsert(id, boleto, options);
      if (inserted) return inserted;
    }
    throw new Error(`no free title id in ${TRIES} tries`);
  } catch (error) {
    // Only what succeeded is kept: the same request may come again with its key.
    if (key) await repository.releaseKey(boleto.tenant_id, key, id, deadline);
    throw error;
  }
}

/** Returns undefined if another try may succeed. */
async function tryInsert(id: string, boleto: NewBoleto, options: CreateOptions) {
  const { repository, titleId: chosen, key, deadline } = options;
  const { titleIds } = repository;
  const titleId = chosen ?? (await titleIds.next(boleto, deadline));
  const inserted = await repository.insert(boleto, { id, titleId, key }, deadline);
  switch (inserted.outcome) {
    case 'stored':
      return inserted;
    case 'key-taken': {
      const kept = key && (await repository.findAnswer(boleto.tenant_id, key, deadline));
      return kept ? { kept } : undefined;
    }
    case 'no-title-id':
      titleIds.contended(boleto);
      return undefined;
    case 'title-taken':
      if (chosen !== null) throw titleTaken();
      if (titleId === null) await titleIds.skipTaken(boleto, inserted.titleId, deadline);
      return undefined;
  }
}

function titleTaken() {
  const message = '"title_id" is taken by another boleto of this wallet';
  return invalidParameters([{ field: 'title_id', message }]);
}

async function register(stored: Boleto, options: CreateOptions): Promise<Boleto> {
  const { repository, outbox, key, isQuiet, deadline, ids } = options;
  const settled = await attemptFirst(stored, { key: key?.key ?? null, isQuiet }, options);
  if (!settled) return (await repository.find(stored.id, deadline)) ?? stored;
  await sendSettled(outbox, settled, deadline, ids);
  return settled.boleto;
}
