import { forgetOldKeys } from '../boletos/idempotency.js';
import { answeringSmoke, deadlineOf, type LambdaContext } from '../lambda.js';
import { log } from '../log.js';
import { findPendingAge } from '../registration/pending.js';
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
  const { database, outbox } = service();
  const deadline = deadlineOf(context, MARGIN);
  const total = await sweepOutbox(outbox, deadline);
  const forgotten_keys = await forgetOldKeys(database, deadline);
  const age = await findPendingAge(database, deadline);
  log('outbox-swept', { ...total, forgotten_keys }, { PendingAge: { value: age, unit: 'Seconds' } });
  return total;
}
