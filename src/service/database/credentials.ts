import { setTimeout as delay } from 'node:timers/promises';
import type { Credstash } from '../../credstash/index.js';
import { SuperbowletoError } from '../../errors.js';
import { type PasswordNames, passwordNames } from '../../project/names.js';
import type { Deadline } from '../lambda.js';

/** The version of the rule below. `sbw rotate-password` asks for it: rule 1 read only the current password. */
export const CLIENT_RULE = 2;

/** The part of credstash that reads passwords. */
export type Secrets = Pick<Credstash, 'find' | 'versions' | 'read'>;

export interface CredentialsOptions {
  readonly environment: string;
  /** Opened at the first read, so that a warm function loads no AWS client. */
  readonly secrets: () => Promise<Secrets>;
  /** Tries a password. Returns false only if the database refuses it; any other failure is thrown. */
  readonly login: (password: string) => Promise<boolean>;
}

export interface Credentials {
  /** Returns the password that last worked, or the current one. After a failed read, the next call reads again. */
  password(): Promise<string>;
  /**
   * Finds the password that the database accepts, after it refused `refused`. It tries current, pending and the
   * previous version until `deadline`. Concurrent callers share one search.
   *
   * @throws SuperbowletoError DATABASE_PASSWORD_REFUSED
   */
  renew(refused: string, deadline: Deadline): Promise<void>;
}

/** Milliseconds that a search takes at most, however much time the request has left. */
const LONGEST_SEARCH = 10_000;

/**
 * Creates the client's side of a rotation. A rotation stores the new password as pending, changes the database, then
 * promotes pending to current. Before the change, current works; after it, pending works, or current once promoted. If
 * the change falls into one pass over the passwords, the next pass finds it. The version before current is for a
 * database that went back in time: a restored snapshot, or a replica that lags.
 */
export function createCredentials(options: CredentialsOptions): Credentials {
  const names = passwordNames(options.environment);
  const { current, pending } = names;
  let known: string | undefined;
  let reading: Promise<string> | undefined;
  let search: Promise<void> | undefined;

  async function readCurrent(): Promise<string> {
    const secrets = await options.secrets();
    const { value } = await secrets.read(current);
    // A search may meanwhile have found a password that works.
    known ??= value;
    return known;
  }

  async function* candidates(): AsyncGenerator<string> {
    const secrets = await options.secrets();
    const [now, next] = await Promise.all([secrets.find(current), secrets.find(pending)]);
    if (next && (!now || next.version > now.version)) yield next.value;
    if (now) yield now.value;
    if (next) yield next.value;
    const before = (await secrets.versions(current))[1];
    if (before) yield (await secrets.read(current, { version: before.version })).value;
  }

  async function findWorking(): Promise<string | undefined> {
    const tried = new Set<string>();
    for await (const candidate of candidates()) {
      if (tried.has(candidate)) continue;
      tried.add(candidate);
      if (await options.login(candidate)) return candidate;
    }
    return undefined;
  }

  async function searchUntil(deadline: Deadline): Promise<void> {
    const end = Math.min(deadline, Date.now() + LONGEST_SEARCH);
    for (;;) {
      const working = await findWorking();
      if (working !== undefined) {
        known = working;
        return;
      }
      const pause = 50 + Math.random() * 100;
      if (Date.now() + pause >= end) throw passwordRefused(names);
      await delay(pause);
    }
  }

  return {
    async password() {
      if (known !== undefined) return known;
      reading ??= readCurrent().finally(() => {
        reading = undefined;
      });
      return await reading;
    },
    async renew(refused, deadline) {
      if (known !== undefined && known !== refused) return;
      search ??= searchUntil(deadline).finally(() => {
        search = undefined;
      });
      await search;
    },
  };
}

function passwordRefused({ current, pending }: PasswordNames): SuperbowletoError {
  return new SuperbowletoError(
    'DATABASE_PASSWORD_REFUSED',
    `The database refuses every password that credstash holds under ${current} and ${pending}. ` +
      'Run: sbw rotate-password, which finishes an interrupted rotation.',
  );
}
