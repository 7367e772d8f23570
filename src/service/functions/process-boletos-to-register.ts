import { deleteOldKeys } from '../boletos/idempotency.js';
import { deleteOldEvents } from '../boletos/undelivered.js';
import { createPasswordAgeLog } from '../database/password-age.js';
import { openSecrets } from '../database/secrets.js';
import { answeringSmoke, deadlineOf, type LambdaContext } from '../lambda.js';
import { log } from '../log.js';
import { findPendingAge } from '../registration/pending.js';
import { sweepOutbox } from '../registration/sweep.js';
import { service } from '../service.js';

/** Milliseconds left for the batch that is being sent when the time is over. */
const MARGIN = 15_000;

let logPasswordAge: (() => Promise<void>) | undefined;

/** Runs on a schedule. */
export const handler = answeringSmoke(processBoletosToRegister);

async function processBoletosToRegister(
  _event: unknown,
  context: LambdaContext,
): Promise<{ sent: number; failed: number }> {
  const { database, outbox, settings, clock } = service();
  const deadline = deadlineOf(context, MARGIN);
  const total = await sweepOutbox(outbox, deadline);
  const forgotten_keys = await deleteOldKeys(database, deadline);
  const forgotten_events = await deleteOldEvents(database, deadline);
  const age = await findPendingAge(database, deadline);
  log(
    'outbox-swept',
    { ...total, forgotten_keys, forgotten_events },
    { PendingAge: { value: age, unit: 'Seconds' } },
  );
  // Last, so that nothing else waits for credstash.
  logPasswordAge ??= createPasswordAgeLog({ ...settings, secrets: () => openSecrets(settings), clock });
  await logPasswordAge();
  return total;
}
