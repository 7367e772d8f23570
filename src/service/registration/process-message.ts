import type { RegistrationMessage } from '../boletos/messages.js';
import type { Outbox } from '../boletos/outbox.js';
import type { BoletoRepository } from '../boletos/repository.js';
import { UNASKED } from '../boletos/settle.js';
import { isTerminal } from '../boletos/status.js';
import { isBoletoId } from '../id.js';
import type { Deadline } from '../lambda.js';
import { log } from '../log.js';
import type { Providers } from './providers.js';
import { attemptRegistration } from './register.js';
import type { SlowBanks } from './slow-banks.js';

export interface ProcessOptions {
  readonly repository: BoletoRepository;
  readonly outbox: Outbox;
  readonly providers: Providers;
  readonly slowBanks: SlowBanks;
  readonly deadline: Deadline;
}

/** `kept`: the message stays in the queue, which delivers it again. */
export type Disposition = 'done' | 'kept';

/**
 * Processes one message of `boletos-to-register`. A boleto that stays pending gets a new message with a delay. A
 * message that names no boleto is kept: after its last delivery SQS moves it to the dead-letter queue, where a person
 * sees it.
 */
export async function processMessage(text: string, options: ProcessOptions): Promise<Disposition> {
  const { repository, outbox, deadline } = options;
  const message = parseMessage(text);
  if (!message) return kept('not-a-message');
  const claimed = await repository.claim(message.boleto_id, deadline);
  if (!claimed) return await unclaimed(message.boleto_id, options);
  const settled = await attemptRegistration(claimed, UNASKED, options);
  if (!settled) return kept('overtaken', claimed.id);
  await outbox.send(settled.messages, deadline);
  return 'done';
}

/**
 * A message about a boleto that needs no registration any more is done. If another attempt holds the boleto, it is
 * kept.
 */
async function unclaimed(id: string, { repository, deadline }: ProcessOptions): Promise<Disposition> {
  const boleto = await repository.find(id, deadline);
  if (!boleto) return kept('no-such-boleto', id);
  return isTerminal(boleto.status) || !boleto.register ? 'done' : kept('claimed-by-another', id);
}

function kept(reason: string, boletoId?: string): Disposition {
  log('message-kept', { reason, boleto_id: boletoId });
  return 'kept';
}

function parseMessage(text: string): RegistrationMessage | undefined {
  try {
    const message: unknown = JSON.parse(text);
    const id =
      typeof message === 'object' && message !== null && 'boleto_id' in message ? message.boleto_id : '';
    return typeof id === 'string' && isBoletoId(id) ? { boleto_id: id } : undefined;
  } catch {
    return undefined;
  }
}
