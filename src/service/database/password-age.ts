import type { Clock } from '../../clock.js';
import { passwordNames } from '../../project/names.js';
import { writtenBy } from '../../rotation/written-by.js';
import { describeFailure, log } from '../log.js';
import type { Secrets } from './credentials.js';

export interface PasswordAgeOptions {
  readonly environment: string;
  /** Opened when the age is read. */
  readonly secrets: () => Promise<Pick<Secrets, 'versions'>>;
  readonly clock: Clock;
}

/** Milliseconds between two reads. */
const INTERVAL = 60 * 60 * 1000;
/** Milliseconds that a read may take. */
const TIMEOUT = 5_000;

/**
 * Makes a function that logs the age of the database's password as the metric `PasswordAge`, at most once an hour. It
 * reads the age from the comment that a rotation writes to the newest version: one Query, and no secret is decrypted.
 * It logs nothing about a password that sbw has not set. It never throws, so that its caller does not depend on it.
 *
 * @example
 * const logAge = createPasswordAgeLog({ environment: 'live', secrets: () => openSecrets(settings), clock: systemClock });
 * await logAge(); // {"event":"password-age","PasswordAge":86400,…}
 */
export function createPasswordAgeLog({
  environment,
  secrets,
  clock,
}: PasswordAgeOptions): () => Promise<void> {
  let lastRead = Number.NEGATIVE_INFINITY;

  async function logAge(now: number): Promise<void> {
    const [newest] = await (await secrets()).versions(passwordNames(environment).current);
    lastRead = now;
    const { since } = writtenBy(newest?.comment ?? '');
    if (since === undefined) return;
    const value = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
    log('password-age', {}, { PasswordAge: { value, unit: 'Seconds' } });
  }

  return async () => {
    const now = clock.now().getTime();
    if (now - lastRead < INTERVAL) return;
    const done = new AbortController();
    await Promise.race([
      logAge(now)
        .catch((error) => log('password-age-unknown', describeFailure(error)))
        .finally(() => done.abort()),
      clock.sleep(TIMEOUT, done.signal).catch(() => {}),
    ]);
  };
}
