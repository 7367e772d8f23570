import type { Clock } from '../../clock.js';
import type { Credstash } from '../../credstash/index.js';
import { pageKeyName } from '../../project/names.js';
import { describeFailure, log } from '../log.js';

/** One version of the key that signs links. */
export interface PageKey {
  readonly version: number;
  readonly value: string;
}

export interface PageKeys {
  /** Returns the newest key; undefined if there is none, or if credstash cannot be read now. Never throws. */
  newest(): Promise<PageKey | undefined>;
  /** Returns a version of the key; undefined as `newest`. */
  find(version: number): Promise<PageKey | undefined>;
}

/** The part of credstash that reads keys. */
type Secrets = Pick<Credstash, 'find'>;

/** Milliseconds for which the newest key is used without a look for a newer one: an older one is as valid. */
const LIFETIME = 3_600_000;
/** Milliseconds between two looks for a key that is not there. Whoever invents links causes no more reads than that. */
const PAUSE = 30_000;

/**
 * Reads the keys of the payer's page, and remembers them.
 *
 * @param secrets opened at the first read, so that a warm function loads no AWS client
 */
export function createPageKeys(environment: string, secrets: () => Promise<Secrets>, clock: Clock): PageKeys {
  const name = pageKeyName(environment);
  /** Older versions, and null for those that do not exist. */
  const older = new Map<number, PageKey | null>();
  let latest: PageKey | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function read(version?: number): Promise<PageKey | null> {
    const found = await (await secrets()).find(name, version === undefined ? {} : { version });
    return found ? { version: Number(found.version), value: found.value } : null;
  }

  /** Looks for the newest key, unless it did within `age` milliseconds. */
  async function look(age: number): Promise<void> {
    if (clock.now().getTime() - lookedAt < age) return;
    lookedAt = clock.now().getTime();
    latest = (await unlessUnread(read())) ?? latest;
  }

  async function lookOnce(age: number): Promise<void> {
    looking ??= look(age).finally(() => {
      looking = undefined;
    });
    await looking;
  }

  async function findOlder(version: number): Promise<PageKey | undefined> {
    const known = older.get(version);
    if (known !== undefined) return known ?? undefined;
    const found = await unlessUnread(read(version));
    if (found !== undefined) older.set(version, found);
    return found ?? undefined;
  }

  return {
    async newest() {
      await lookOnce(latest ? LIFETIME : PAUSE);
      return latest;
    },
    async find(version) {
      if (version > (latest?.version ?? 0)) await lookOnce(PAUSE);
      if (latest === undefined || version > latest.version) return undefined;
      return version === latest.version ? latest : await findOlder(version);
    },
  };
}

/** Returns undefined if credstash cannot be read now. */
async function unlessUnread<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    log('page-key-unread', describeFailure(error));
    return undefined;
  }
}
