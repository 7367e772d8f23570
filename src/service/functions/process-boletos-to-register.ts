import { forgetOldKeys } from '../boletos/idempotency.js';
import { createPasswordAge } from '../database/password-age.js';
import { openSecrets } from '../database/secrets.js';
import { answeringSmoke, deadlineOf, type LambdaContext } from '../lambda.js';
import { log } from '../log.js';
import { findPendingAge } from '../registration/pending.js';
import { sweepOutbox } from '../registration/sweep.js';
import { service } from '../service.js';

/** Kept free for a batch that is under way when the time is over. */
const MARGIN = 15_000;

let tellPasswordAge: (() => Promise<void>) | undefined;

/** On a schedule. */
export const handler = answeringSmoke(processBoletosToRegister);

async function processBoletosToRegister(
  _event: unknown,
  context: LambdaContext,
): Promise<{ sent: number; failed: number }> {
  const { database, outbox, settings, clock } = service();
  const deadline = deadlineOf(context, MARGIN);
  const total = await sweepOutbox(outbox, deadline);
  const forgotten_keys = await forgetOldKeys(database, deadline);
  const age = await findPendingAge(database, deadline);
  log('outbox-swept', { ...total, forgotten_keys }, { PendingAge: { value: age, unit: 'Seconds' } });
  // Last: nothing of the above is to wait for credstash.
  tellPasswordAge ??= createPasswordAge({ ...settings, secrets: () => openSecrets(settings), clock });
  await tellPasswordAge();
  return total;
}
