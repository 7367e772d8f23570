import type { Outbox } from '../boletos/outbox.js';
import type { Deadline } from '../lambda.js';

const BATCH = 50;

/** Sends the messages that are due in the outbox: a crash, or a queue that did not answer, has left them there. */
export async function sweepOutbox(
  outbox: Outbox,
  deadline: Deadline,
): Promise<{ sent: number; failed: number }> {
  const total = { sent: 0, failed: 0 };
  let claimed: number;
  do {
    const messages = await outbox.claimDue(BATCH, deadline);
    const { sent, failed } = await outbox.send(messages, deadline);
    total.sent += sent;
    total.failed += failed;
    claimed = messages.length;
  } while (claimed > 0 && Date.now() < deadline);
  return total;
}
