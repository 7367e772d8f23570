import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { type PasswordNames, passwordNames } from '../project/index.js';
import { clientRoles, setRolePassword } from './client-roles.js';
import { generatePassword, verifyLength } from './generate.js';
import { type LoginTarget, postgresLogin } from './login.js';
import { type Rotation, result } from './rotate.js';
import { commentBy, openRun, type Run, type RunOptions, settle } from './run.js';
import { isFinished, promote, readPasswords, storePending } from './secrets.js';
import { writtenBy } from './written-by.js';

export interface AlternatingOptions extends RunOptions {
  /** Characters of the new password; 40 when left out. */
  readonly length?: number | undefined;
  /** Only finishes what an earlier run has begun. */
  readonly resume?: boolean | undefined;
  /** Rotates although the last rotation is younger than `clientsLive`. */
  readonly force?: boolean | undefined;
  /** Milliseconds that a client may go on with what it read; a day when left out. */
  readonly clientsLive?: number | undefined;
}

/** A credential as its clients read it: one secret, since a name and a password of two could be of two rotations. */
export interface Credential {
  readonly username: string;
  readonly password: string;
}

function credentialNames(environment: string): PasswordNames {
  const current = `${environment}/database/credential`;
  return { current, pending: `${current}.pending` };
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * Gives clients that read a credential once, and keep it, another user with a new password: of two login roles the one
 * that is not in use. The one in use stays valid until the next rotation, so nobody is interrupted who starts anew in
 * between.
 *
 * Both are members of an owner role without a login, `<user>_clients`, which is granted what clients may do. The
 * credential is the secret `<environment>/database/credential`, `{"username":…,"password":…}`. The protocol is that of
 * `rotatePassword`: pending first, set, proven by a login, promoted; whatever ends it, the next run goes on.
 *
 * @throws {UsageError} LENGTH_UNFIT
 * @throws {SuperbowletoError} CLIENTS_OUTDATED, NO_CURRENT_PASSWORD, CREDENTIAL_UNFIT, LOGIN_UNKNOWN, PASSWORD_REFUSED,
 *   DATABASE_NOT_FOUND, DATABASE_UNFIT; and errors of credstash
 * @example await rotateAlternating({ ...rotationPlace(project, environment, connection), report: console.error });
 */
export async function rotateAlternating(options: AlternatingOptions): Promise<Rotation> {
  const run: Run = { ...openRun(options), names: credentialNames(options.environment) };
  const length = verifyLength(options.length, run.database);
  const { target } = await settle(run);
  const { current, unfinished, next } = await readPasswords(run.credstash, run.names);
  const outcome = unfinished ? 'resumed' : 'rotated';
  if (!unfinished && options.resume && current) return result(run, current.version, 'unchanged');
  if (!unfinished) verifyLongEnough(run, current, options);
  const pending = unfinished ?? (await begin(run, target, { current, next, length }));
  if (!pending || !(await prove(run, target, pending))) {
    const { version } = await run.credstash.read(run.names.current);
    return result(run, version, 'finished-elsewhere');
  }
  const version = await promote(run.credstash, run.names, pending);
  run.report(`Promoted: ${run.names.current} version ${version} is the credential`);
  return result(run, version, outcome);
}

/** The user that the last rotation took out of use may still be in the memory of clients. */
function verifyLongEnough(run: Run, current: Secret | undefined, options: AlternatingOptions): void {
  const { since } = writtenBy(current?.comment ?? '');
  const age = run.clock.now().getTime() - Date.parse(since ?? '');
  const clientsLive = options.clientsLive ?? DAY_MILLISECONDS;
  if (options.force || !(age < clientsLive)) return;
  throw new SuperbowletoError(
    'CLIENTS_OUTDATED',
    `The last rotation was at ${since}: clients that started before it would lose their user now. Rotate when they have all started anew since, or with --force.`,
  );
}

async function begin(
  run: Run,
  { user }: LoginTarget,
  { current, next, length }: { current: Secret | undefined; next: string; length: number },
): Promise<Secret | undefined> {
  const [one, other] = clientRoles(user).logins;
  const username = current && credentialOf(current).username === one ? other : one;
  const credential: Credential = { username, password: generatePassword(length) };
  const value = JSON.stringify(credential);
  const pending = await storePending(run.credstash, run.names, next, value, commentBy(run));
  if (pending) run.report(`Stored: ${run.names.pending} version ${next}, for ${username}`);
  return pending;
}

/** Sets the password and logs in with it. False when a later rotation has taken over. */
async function prove(run: Run, target: LoginTarget, pending: Secret): Promise<boolean> {
  const { username, password } = credentialOf(pending);
  const master = await run.credstash.find(passwordNames(run.environment).current);
  if (!master) throw noMaster(run);
  const isSet = await setRolePassword(target, master.value, { username, password, version: pending.version });
  if (!isSet || (await isFinished(run.credstash, run.names, pending))) return false;
  run.report(`Set the password of ${username}`);
  const login = { ...target, user: username };
  if (await postgresLogin(login, { ...pending, value: password }, run.signal)) return true;
  throw new SuperbowletoError(
    'PASSWORD_REFUSED',
    `${username} does not log in to ${run.database.name} with the password that was just set: something else changed it. Run it again.`,
  );
}

/** @throws {SuperbowletoError} CREDENTIAL_UNFIT, without what the secret holds */
function credentialOf({ name, version, value }: Secret): Credential {
  try {
    const { username, password } = JSON.parse(value) as Partial<Credential>;
    if (typeof username === 'string' && typeof password === 'string') return { username, password };
  } catch {
    // Told below: a parser's message would quote the secret.
  }
  throw new SuperbowletoError(
    'CREDENTIAL_UNFIT',
    `${name} version ${version} is no {"username", "password"}. Somebody has put it there; delete that version.`,
  );
}

function noMaster({ environment }: Run): SuperbowletoError {
  return new SuperbowletoError(
    'NO_CURRENT_PASSWORD',
    `There is no secret ${passwordNames(environment).current}, with which the roles are changed. Store it: sbw rotate-password ${environment} --init`,
  );
}
