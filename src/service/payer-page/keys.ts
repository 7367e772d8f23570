import type { Clock } from '../../clock.js';
import type { Credstash } from '../../credstash/index.js';
import { SuperbowletoError } from '../../errors.js';
import { pageKeyName } from '../../project/names.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';

/** One version of the key that signs links. */
export interface PageKey {
  readonly version: number;
  readonly value: string;
}

export interface PageKeys {
  /**
   * Returns the newest key that is known. It looks for a newer one once an hour, and waits for it a second at most.
   * Never throws.
   *
   * @returns undefined if there is no key, or if credstash did not answer in time
   */
  newest(deadline: Deadline): Promise<PageKey | undefined>;
  /**
   * Returns a version of the key; undefined if there is no such version.
   *
   * @throws SuperbowletoError PAGE_KEY_UNREAD if credstash does not answer now
   */
  find(version: number, deadline: Deadline): Promise<PageKey | undefined>;
}

/** The part of credstash that reads keys. */
type Secrets = Pick<Credstash, 'find'>;

/** Milliseconds for which the newest key is used without a look for a newer one: an older one is as valid. */
const LIFETIME = 3_600_000;
/**
 * Milliseconds between two looks for a key that is not there, and after a read that failed. Whoever invents links causes
 * no more reads than that.
 */
const PAUSE = 30_000;
/** Milliseconds that a request waits for credstash. */
const LONGEST_WAIT = 1_000;
/** Milliseconds after which a read counts as failed. */
const LONGEST_READ = 5_000;

/**
 * Reads the keys of the payer's page, and remembers them.
 *
 * A request waits for a read that it starts: Lambda freezes what is still running after the answer.
 *
 * @param secrets opened at the first read, so that a warm function loads no AWS client
 */
export function createPageKeys(environment: string, secrets: () => Promise<Secrets>, clock: Clock): PageKeys {
  const name = pageKeyName(environment);
  const now = () => clock.now().getTime();
  /** Versions that were read, and null for those that do not exist. */
  const known = new Map<number, PageKey | null>();
  let latest: PageKey | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let unreadAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  /** Reads a version, or the newest one. It logs a failure. */
  async function read(version?: number): Promise<void> {
    if (version === undefined) lookedAt = now();
    try {
      const key = await within(LONGEST_READ, findKey(version));
      if (version === undefined) latest = key ?? latest;
      else known.set(version, key);
    } catch (error) {
      unreadAt = now();
      if (version === undefined) lookedAt = Number.NEGATIVE_INFINITY;
      log('page-key-unread', describeFailure(error));
    }
  }

  async function findKey(version?: number): Promise<PageKey | null> {
    const found = await (await secrets()).find(name, version === undefined ? {} : { version });
    return found ? { version: Number(found.version), value: found.value } : null;
  }

  const unread = () => new SuperbowletoError('PAGE_KEY_UNREAD', `credstash did not give ${name} in time.`);

  /** Reads unless a read failed a short time ago. There is one read at a time. */
  async function readOnce(version: number | undefined, deadline: Deadline): Promise<void> {
    if (!reading && now() - unreadAt < PAUSE) return;
    reading ??= read(version).finally(() => {
      reading = undefined;
    });
    // A read that is late goes on; who waited for it uses what is known.
    await within(Math.min(LONGEST_WAIT, deadline - now()), reading).catch(() => undefined);
  }

  async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
    const timer = new AbortController();
    const late = clock.sleep(Math.max(0, milliseconds), timer.signal).then(() => {
      throw unread();
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      timer.abort();
      late.catch(() => undefined);
    }
  }

  async function look(age: number, deadline: Deadline): Promise<void> {
    if (now() - lookedAt >= age) await readOnce(undefined, deadline);
  }

  return {
    async newest(deadline) {
      // One request waits for the newer key; those beside it use what is known.
      if (!latest || !reading) await look(latest ? LIFETIME : PAUSE, deadline);
      return latest;
    },
    async find(version, deadline) {
      if (version > (latest?.version ?? 0)) await look(PAUSE, deadline);
      if (version === latest?.version) return latest;
      const isOlder = latest !== undefined && version < latest.version;
      if (isOlder && !known.has(version)) await readOnce(version, deadline);
      const key = known.get(version);
      const isUnread = isOlder ? key === undefined : reading !== undefined || unreadAt >= lookedAt;
      if (isUnread) throw unread();
      return key ?? undefined;
    },
  };
}
