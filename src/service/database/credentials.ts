import { setTimeout as delay } from 'node:timers/promises';
import type { Credstash } from '../../credstash/index.js';
import { SuperbowletoError } from '../../errors.js';
import { type PasswordNames, passwordNames } from '../../project/names.js';
import type { Deadline } from '../lambda.js';

/** The number of the rule below, which `sbw rotate-password` asks for: the one before only read the current password. */
export const CLIENT_RULE = 2;

/** As much of credstash as reading the password needs. */
export type Secrets = Pick<Credstash, 'find' | 'versions' | 'read'>;

export interface CredentialsOptions {
  readonly environment: string;
  /** Opened at the first read, so that a warm function never loads an AWS client for it. */
  readonly secrets: () => Promise<Secrets>;
  /** Whether the database lets this password in: false only for a refused password, thrown for anything else. */
  readonly login: (password: string) => Promise<boolean>;
}

export interface Credentials {
  /** The password that worked last, or the current one. A failed read is not remembered: the next call reads again. */
  password(): Promise<string>;
  /**
   * To be called when the database refused `refused`: finds the password that it takes now, current or pending, and
   * keeps trying until `deadline`. Callers at the same time share one search.
   */
  renew(refused: string, deadline: Deadline): Promise<void>;
}

/** How long a search goes on at most, whatever time the request has left. */
const LONGEST_SEARCH = 10_000;

/**
 * The client's side of a rotation. A rotation stores the new password as pending, changes it in the database, then
 * promotes it to current; so before the change current works, after it pending (or, once promoted, current), and a
 * change in the middle of one pass costs one more pass. The version before current is for a database that went back
 * in time: a restored snapshot, a replica that lags.
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
    // A search may have found a newer one meanwhile, and that one is known to work.
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
