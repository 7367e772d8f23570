import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { clientsUnaware } from './check.js';
import type { LoginTarget } from './login.js';
import { type RotateOptions, type Run, settle } from './run.js';

/** A rotation is begun only where its end is sure: the right database, at rest, and functions that follow. */
export async function verifyPreconditions(
  run: Run,
  options: Pick<RotateOptions, 'force' | 'repair'>,
  current: Secret | undefined,
  next: string,
): Promise<void> {
  const { target } = await settle(run);
  await verifyClients(run, target, options.force === true);
  if (!options.repair) await verifyCurrentLogsIn(run, target, current, next);
}

/** Forced, it tells what will happen in place of refusing. */
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

/** Guards against rotating the database of one environment into the secrets of another. */
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
  // Another run may have begun since, and have come as far as this already: storing the pending password meets it.
  const pending = await run.credstash.find(names.pending);
  if (pending && pending.version >= next) return;
  throw new SuperbowletoError(
    'CURRENT_PASSWORD_REFUSED',
    `${names.current} version ${current.version} does not log in as ${target.user} at ${database.name}. After a restore: sbw rotate-password ${environment} --reconcile. Else check that it belongs to this database, and set a new one by: sbw rotate-password ${environment} --repair`,
  );
}
