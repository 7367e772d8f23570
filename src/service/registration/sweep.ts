import type { Outbox } from '../boletos/outbox.js';
import type { Deadline } from '../lambda.js';

const BATCH = 50;

/** Sends what is due in the outbox: what a crash, or a queue that did not answer, left there. */
export async function sweepOutbox(
  outbox: Outbox,
  deadline: Deadline,
): Promise<{ sent: number; failed: number }> {
  const total = { sent: 0, failed: 0 };
  let taken: number;
  do {
    const messages = await outbox.claimDue(BATCH, deadline);
    const { sent, failed } = await outbox.send(messages, deadline);
    total.sent += sent;
    total.failed += failed;
    taken = messages.length;
  } while (taken > 0 && Date.now() < deadline);
  return total;
}
