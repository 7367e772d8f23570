import type { Clock } from './clock.js';
import type { Secret } from './rows.js';
import type { Version } from './versions.js';

export interface Cache {
  /** Returns the secret if it was read within the lifetime or is being read now, or else calls `load`. */
  find(
    name: string,
    version: Version | undefined,
    load: () => Promise<Secret | undefined>,
  ): Promise<Secret | undefined>;
  /** Forgets every version of a secret, and a read that is still running. */
  forget(name: string): void;
}

interface Entry {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly secret: Promise<Secret | undefined>;
  isPending: boolean;
}

/**
 * Creates a cache of read secrets.
 *
 * @param lifetime milliseconds, counted from the start of a read
 */
export function createCache(lifetime: number, clock: Clock): Cache {
  const entries = new Map<string, Entry>();

  /** Stops at the first entry that has not expired: entries expire in the order in which they were added. */
  function dropExpired(now: number): void {
    for (const [key, { expires, isPending }] of entries) {
      if (expires > now || isPending) return;
      entries.delete(key);
    }
  }

  /** A failed or empty read leaves the cache before its promise settles, so that the next reader asks AWS again. */
  function startRead(key: string, name: string, load: () => Promise<Secret | undefined>): Entry {
    const settle = (keep: boolean) => {
      entry.isPending = false;
      if (!keep && entries.get(key) === entry) entries.delete(key);
    };
    const secret = load().then(
      (found) => {
        settle(found !== undefined);
        return found;
      },
      (error: unknown) => {
        settle(false);
        throw error;
      },
    );
    const entry: Entry = { name, expires: clock.now().getTime() + lifetime, secret, isPending: true };
    return entry;
  }

  return {
    find(name, version, load) {
      const now = clock.now().getTime();
      dropExpired(now);
      const key = JSON.stringify([name, version === undefined ? null : String(version)]);
      const known = entries.get(key);
      if (known && (known.isPending || known.expires > now)) return known.secret;
      const entry = startRead(key, name, load);
      entries.delete(key);
      entries.set(key, entry);
      return entry.secret;
    },
    forget(name) {
      for (const [key, entry] of entries) if (entry.name === name) entries.delete(key);
    },
  };
}
