import { type Secret, VersionBelowLatest, VersionExists } from '../../../src/credstash/index.js';
import type {
  DatabaseState,
  MasterDatabase,
  PasswordStore,
  RotateOptions,
} from '../../../src/rotation/index.js';
import { InstantClock } from '../../support/instant-clock.js';

export const CURRENT = 'test/database/password';
export const PENDING = `${CURRENT}.pending`;
export const version = (number: number) => String(number).padStart(19, '0');

/** A `PasswordStore` in memory, which refuses the versions that credstash refuses. */
export class MemoryStore implements PasswordStore {
  readonly #secrets: Secret[] = [];
  /** Called before each `put`. */
  beforePut: (name: string) => void = () => {};

  async find(name: string, options: { version?: string | number } = {}): Promise<Secret | undefined> {
    const all = this.#of(name);
    const wanted = options.version;
    return wanted === undefined ? all[0] : all.find((secret) => secret.version === String(wanted));
  }

  async read(name: string, options: { version?: string | number } = {}): Promise<Secret> {
    const secret = await this.find(name, options);
    if (!secret) throw new Error(`There is no secret ${name}`);
    return secret;
  }

  async versions(name: string): Promise<Secret[]> {
    return this.#of(name);
  }

  async put(name: string, value: string, options: { version?: unknown; comment?: string } = {}) {
    this.beforePut(name);
    const latest = this.#of(name)[0]?.version;
    const written = String(options.version).padStart(19, '0');
    const subject = { secret: name, version: written };
    if (this.#of(name).some((secret) => secret.version === written)) throw new VersionExists(subject);
    if (latest !== undefined && written < latest) throw new VersionBelowLatest(latest, subject);
    this.add(name, Number(written), value, options.comment);
    return { name, version: written };
  }

  async deleteVersion(name: string, deleted: unknown): Promise<void> {
    const index = this.#secrets.findIndex((secret) => secret.name === name && secret.version === deleted);
    if (index >= 0) this.#secrets.splice(index, 1);
  }

  /** Stores a version, whatever there is. */
  add(name: string, number: number, value: string, comment?: string): Secret {
    const secret = { name, version: version(number), value, digest: 'SHA256', ...(comment && { comment }) };
    this.#secrets.push(secret as Secret);
    return secret as Secret;
  }

  #of(name: string): Secret[] {
    const all = this.#secrets.filter((secret) => secret.name === name);
    return all.sort((a, b) => (a.version < b.version ? 1 : -1));
  }
}

const target = { host: 'db.example', port: 5432, user: 'superbowleto', database: 'superbowleto', tls: true };
const available: DatabaseState = { status: 'available', passwordPending: false, otherPending: [], target };

/** A database whose password is a string, in an environment `test`. Its states come from `states`, then `available`. */
export function fakeRotation(password: string) {
  const store = new MemoryStore();
  const clock = new InstantClock();
  const lines: string[] = [];
  const requested: string[] = [];
  const states: Partial<DatabaseState>[] = [];
  const server = { password };
  const database: MasterDatabase = {
    name: 'test-db',
    longestPassword: 128,
    describe: async () => ({ ...available, ...states.shift() }),
    async requestPassword(next) {
      requested.push(next);
      server.password = next;
      return true;
    },
  };
  const options: RotateOptions = {
    environment: 'test',
    database,
    credstash: store,
    clock,
    report: (line) => lines.push(line),
    login: async (_, { value }) => value === server.password,
    force: true,
  };
  return { options, store, clock, lines, requested, states, server, database };
}
