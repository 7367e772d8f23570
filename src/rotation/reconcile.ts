import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { type Rotation, result } from './rotate.js';
import { commentBy, openRun, type Run, type RunOptions, setPassword, waitUntilIdle } from './run.js';
import { readPasswords } from './secrets.js';

/**
 * Makes the password in credstash and the one in the database the same again. A database that was restored from a
 * snapshot accepts an older password.
 *
 * Tries every version that credstash keeps, newest first. The version that logs in becomes the current one, which the
 * functions read within seconds. If none logs in, asks RDS to set the current one.
 *
 * @returns outcome `unchanged` when the current password logs in
 * @throws {SuperbowletoError} ROTATION_UNFINISHED, NO_CURRENT_PASSWORD, LOGIN_UNKNOWN, RDS_REFUSED, ROTATION_TOO_SLOW
 * @example await reconcilePassword(rotationTarget(project, environment, connection));
 */
export async function reconcilePassword(options: RunOptions): Promise<Rotation> {
  const run = openRun(options);
  const { current, unfinished, next } = await readPasswords(run.credstash, run.names);
  if (unfinished) throw unfinishedRotation(run);
  if (!current) throw noCurrentPassword(run);
  const { target } = await waitUntilIdle(run);
  const working = await findWorking(run, (secret) => run.login(target, secret, run.signal));
  if (working?.version === current.version) {
    run.report(`${run.names.current} version ${current.version} logs in`);
    return result(run, current.version, 'unchanged');
  }
  if (!working) {
    run.report(`No version of ${run.names.current} logs in`);
    await setPassword(run, current);
    return result(run, current.version, 'rotated');
  }
  await run.credstash.put(run.names.current, working.value, { version: next, comment: commentBy(run) });
  run.report(
    `Version ${working.version} logs in, and is now version ${next}. It is an old one: rotate it soon`,
  );
  return result(run, next, 'rotated');
}

async function findWorking(
  { credstash, names }: Run,
  logsIn: (secret: Secret) => Promise<boolean>,
): Promise<Secret | undefined> {
  const tried = new Set<string>();
  for (const { version } of await credstash.versions(names.current)) {
    const secret = await credstash.read(names.current, { version });
    if (tried.has(secret.value)) continue;
    tried.add(secret.value);
    if (await logsIn(secret)) return secret;
  }
  return undefined;
}

function unfinishedRotation({ environment }: Run): SuperbowletoError {
  return new SuperbowletoError(
    'ROTATION_UNFINISHED',
    `${environment} has a rotation that was begun and not finished. Finish it first: sbw rotate-password ${environment} --resume`,
  );
}

function noCurrentPassword({ environment, names }: Run): SuperbowletoError {
  return new SuperbowletoError(
    'NO_CURRENT_PASSWORD',
    `There is no secret ${names.current}, so there is nothing to try. Set a new password by: sbw rotate-password ${environment} --repair`,
  );
}
