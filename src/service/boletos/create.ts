import { invalidParameters } from '../http/errors.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import type { Outbox } from '../registration/outbox.js';
import type { Providers } from '../registration/providers.js';
import { attemptRegistration } from '../registration/register.js';
import type { Boleto, NewBoleto } from './boleto.js';
import type { BoletoRepository } from './repository.js';
import type { TitleIds } from './title-ids.js';

export interface CreateOptions {
  readonly repository: BoletoRepository;
  readonly titleIds: TitleIds;
  readonly outbox: Outbox;
  readonly providers: Providers;
  readonly deadline: Deadline;
}

/** Each try moves past all the numbers that are taken; more tries than this meet somebody who takes them meanwhile. */
const TRIES = 5;

/**
 * Stores a boleto and, where it is to be registered, asks the provider. From the insertion on the row and its reminder
 * are safe: whatever fails then is left to the queue and the schedule, and the answer is the boleto as it is stored.
 *
 * @throws HttpError 400 when the title id that the caller chose is taken.
 */
export async function createBoleto(
  boleto: NewBoleto,
  titleId: number | null,
  options: CreateOptions,
): Promise<Boleto> {
  const stored =
    titleId === null
      ? await insertWithNextTitleId(boleto, options)
      : await insertWithTitleId(boleto, titleId, options);
  if (!boleto.register) return stored;
  try {
    return await register(stored, options);
  } catch (error) {
    log('registration-left', { boleto_id: stored.id, ...describeFailure(error) });
    return stored;
  }
}

async function insertWithTitleId(
  boleto: NewBoleto,
  titleId: number,
  options: CreateOptions,
): Promise<Boleto> {
  const stored = await options.repository.insert(boleto, titleId, options.deadline);
  if (stored) return stored;
  throw invalidParameters([
    { field: 'title_id', message: '"title_id" is taken by another boleto of this wallet' },
  ]);
}

async function insertWithNextTitleId(boleto: NewBoleto, options: CreateOptions): Promise<Boleto> {
  const { repository, titleIds, deadline } = options;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const titleId = await titleIds.next(boleto, deadline);
    const stored = await repository.insert(boleto, titleId, deadline);
    if (stored) return stored;
    await titleIds.skipTaken(boleto, titleId, deadline);
  }
  throw new Error(`no free title id in ${TRIES} tries`);
}

async function register(stored: Boleto, options: CreateOptions): Promise<Boleto> {
  const { repository, outbox, deadline } = options;
  const settled = await attemptRegistration(stored, 'now', options);
  if (!settled) return (await repository.find(stored.id, deadline)) ?? stored;
  await outbox.send(settled.messages, deadline).catch((error) => {
    log('outbox-left', { boleto_id: stored.id, ...describeFailure(error) });
  });
  return settled.boleto;
}
