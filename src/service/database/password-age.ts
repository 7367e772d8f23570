import type { Clock } from '../../clock.js';
import { passwordNames } from '../../project/names.js';
import { writtenBy } from '../../rotation/written-by.js';
import { describeFailure, log } from '../log.js';
import type { Secrets } from './credentials.js';

export interface PasswordAgeOptions {
  readonly environment: string;
  /** Opened when it is looked at. */
  readonly secrets: () => Promise<Pick<Secrets, 'versions'>>;
  readonly clock: Clock;
}

/** Milliseconds. */
const LOOK_EVERY = 60 * 60 * 1000;
/** Milliseconds: a credstash that does not answer holds nobody up for longer. */
const PATIENCE = 5_000;

/**
 * Makes what tells the age of the database's password, once an hour however often it is called, as the metric
 * `PasswordAge`. The newest version's comment tells it, which a rotation writes: one Query, and nothing is opened. Of a
 * password that sbw has not set nothing is told. It never throws: what it is called beside goes on without it.
 *
 * @example
 * const tell = createPasswordAge({ environment: 'live', secrets: () => openSecrets(settings), clock: systemClock });
 * await tell(); // {"event":"password-age","PasswordAge":86400,…}
 */
export function createPasswordAge({ environment, secrets, clock }: PasswordAgeOptions): () => Promise<void> {
  let looked = Number.NEGATIVE_INFINITY;

  async function tell(now: number): Promise<void> {
    const [newest] = await (await secrets()).versions(passwordNames(environment).current);
    looked = now;
    const { since } = writtenBy(newest?.comment ?? '');
    if (since === undefined) return;
    const value = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
    log('password-age', {}, { PasswordAge: { value, unit: 'Seconds' } });
  }

  return async () => {
    const now = clock.now().getTime();
    if (now - looked < LOOK_EVERY) return;
    const told = new AbortController();
    await Promise.race([
      tell(now)
        .catch((error) => log('password-age-unknown', describeFailure(error)))
        .finally(() => told.abort()),
      clock.sleep(PATIENCE, told.signal).catch(() => {}),
    ]);
  };
}
