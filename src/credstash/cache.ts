import type { Clock } from './clock.js';
import type { Secret } from './rows.js';
import type { Version } from './versions.js';

export interface Cache {
  /** What was read within the lifetime, or is being read now; else what `load` reads. */
  find(
    name: string,
    version: Version | undefined,
    load: () => Promise<Secret | undefined>,
  ): Promise<Secret | undefined>;
  /** Forgets every version of a secret, also one that is being read. */
  forget(name: string): void;
}

interface Entry {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly secret: Promise<Secret | undefined>;
  isPending: boolean;
}

/** @param lifetime milliseconds, counted from the beginning of a read */
export function createCache(lifetime: number, clock: Clock): Cache {
  const entries = new Map<string, Entry>();

  /** Entries were added in the order in which they expire. */
  function dropExpired(now: number): void {
    for (const [key, { expires, isPending }] of entries) {
      if (expires > now || isPending) return;
      entries.delete(key);
    }
  }

  /** What failed or found nothing is forgotten before anybody hears of it, so that who asks again asks AWS. */
  function begin(key: string, name: string, load: () => Promise<Secret | undefined>): Entry {
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
      const entry = begin(key, name, load);
      entries.delete(key);
      entries.set(key, entry);
      return entry.secret;
    },
    forget(name) {
      for (const [key, entry] of entries) if (entry.name === name) entries.delete(key);
    },
  };
}
