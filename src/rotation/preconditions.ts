import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { clientsUnaware } from './check.js';
import type { LoginTarget } from './login.js';
import { type RotateOptions, type Run, waitUntilIdle } from './run.js';

/**
 * Throws unless a new rotation can be finished: RDS is idle, the deployed functions follow a rotation, and the current
 * password logs in.
 *
 * @param next version that the new pending password will get
 * @throws {SuperbowletoError} ROTATION_TOO_SLOW, CLIENTS_UNAWARE, NO_CURRENT_PASSWORD, CURRENT_PASSWORD_REFUSED,
 *   WRONG_DATABASE, LOGIN_UNKNOWN
 */
export async function verifyPreconditions(
  run: Run,
  options: Pick<RotateOptions, 'force' | 'repair'>,
  current: Secret | undefined,
  next: string,
): Promise<void> {
  const { target } = await waitUntilIdle(run);
  await verifyClients(run, target, options.force === true);
  if (!options.repair) await verifyCurrentLogsIn(run, target, current, next);
}

/** With `isForced`, reports what is wrong as a warning and throws nothing. */
async function verifyClients(run: Run, target: LoginTarget, isForced: boolean): Promise<void> {
  const { checker, signal, report } = run;
  if (!checker && isForced) return;
  if (!checker) throw clientsUnaware('superbowleto.yml has no function check-database');
  await checker.verifyClients(target, signal).catch((error: Error) => {
    signal?.throwIfAborted();
    if (!isForced) throw error;
    report(`Warning: ${error.message}`);
  });
}

/** Keeps a wrong superbowleto.yml from storing the password of one environment's database as that of another. */
async function verifyCurrentLogsIn(
  run: Run,
  target: LoginTarget,
  current: Secret | undefined,
  next: string,
): Promise<void> {
  const { environment, names, database } = run;
  if (!current) {
    throw new SuperbowletoError(
      'NO_CURRENT_PASSWORD',
      `There is no secret ${names.current}. Store the present password by: sbw rotate-password ${environment} --init. If nobody knows it, set a new one by: sbw rotate-password ${environment} --repair`,
    );
  }
  if (await run.login(target, current, run.signal)) return;
  // Another run may have set its password meanwhile. Storing ours as pending then fails, and this run finishes that one.
  const pending = await run.credstash.find(names.pending);
  if (pending && pending.version >= next) return;
  throw new SuperbowletoError(
    'CURRENT_PASSWORD_REFUSED',
    `${names.current} version ${current.version} does not log in as ${target.user} at ${database.name}. After a restore: sbw rotate-password ${environment} --reconcile. Else check that it belongs to this database, and set a new one by: sbw rotate-password ${environment} --repair`,
  );
}
