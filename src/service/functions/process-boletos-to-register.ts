import { answeringSmoke, deadlineOf, type LambdaContext } from '../lambda.js';
import { log } from '../log.js';
import { sweepOutbox } from '../registration/sweep.js';
import { service } from '../service.js';

/** Kept free for a batch that is under way when the time is over. */
const MARGIN = 15_000;

/** On a schedule. */
export const handler = answeringSmoke(processBoletosToRegister);

async function processBoletosToRegister(
  _event: unknown,
  context: LambdaContext,
): Promise<{ sent: number; failed: number }> {
  const total = await sweepOutbox(service().outbox, deadlineOf(context, MARGIN));
  log('outbox-swept', total);
  return total;
}
