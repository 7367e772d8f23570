import assert from 'node:assert/strict';
import type { Fault } from '../../../src/emulator/faults.js';
import {
  clusterDatabase,
  instanceDatabase,
  type MasterDatabase,
  type PasswordStore,
  type RotateOptions,
  type Rotation,
  rotatePassword,
} from '../../../src/rotation/index.js';
import { type DatabaseStage, startDatabaseStage } from '../../support/database-stage.js';
import { fastClock } from './fast-clock.js';

/** The master password when a test begins. */
export const FIRST = 'the-first-password-of-all';
export const CURRENT = 'test/database/password';
export const PENDING = `${CURRENT}.pending`;

/** Returns a version as credstash stores it. */
export const version = (number: number) => String(number).padStart(19, '0');

/** The environment `test` with one database, `test-db`, and the rotations of its password. */
export class RotationStage {
  readonly #counts = new Map<string, number>();
  readonly aws: DatabaseStage;
  readonly database: MasterDatabase;

  private constructor(aws: DatabaseStage, database: MasterDatabase) {
    this.aws = aws;
    this.database = database;
    this.fault(() => undefined);
  }

  static async start(kind: 'instance' | 'cluster' = 'instance'): Promise<RotationStage> {
    const aws = await startDatabaseStage();
    if (kind === 'cluster') await aws.createCluster('test-db', FIRST);
    else await aws.createInstance('test-db', FIRST);
    await aws.credstash.put(CURRENT, FIRST);
    const database =
      kind === 'cluster' ? clusterDatabase(aws.rds, 'test-db') : instanceDatabase(aws.rds, 'test-db');
    return new RotationStage(aws, database);
  }

  /** Resets the counts of calls. `choose` gets each operation, and how many calls of it came before. */
  fault(choose: (operation: string, before: number) => Fault | undefined): void {
    this.#counts.clear();
    this.aws.faults = ({ operation }) => {
      const before = this.count(operation);
      this.#counts.set(operation, before + 1);
      return choose(operation, before);
    };
  }

  /** Lets all further calls succeed, and keeps the counts. */
  heal(): void {
    this.aws.faults = ({ operation }) => void this.#counts.set(operation, this.count(operation) + 1);
  }

  count(operation: string): number {
    return this.#counts.get(operation) ?? 0;
  }

  /** Sets the first password again, in the database and as the only secret. */
  async reset(): Promise<void> {
    this.heal();
    const { credstash } = this.aws;
    await this.aws.setPassword(FIRST);
    await this.deleteSecrets();
    await credstash.put(CURRENT, FIRST);
    this.fault(() => undefined);
  }

  async deleteSecrets(): Promise<void> {
    const { credstash } = this.aws;
    for (const secret of await credstash.list()) await credstash.deleteVersion(secret.name, secret.version);
  }

  options(more: Partial<RotateOptions> = {}): RotateOptions {
    return {
      environment: 'test',
      database: this.database,
      credstash: this.aws.credstash,
      force: true,
      clock: fastClock,
      ...more,
    };
  }

  rotate(more: Partial<RotateOptions> = {}): Promise<Rotation> {
    return rotatePassword(this.options(more));
  }

  /** Returns a store whose `put` calls `before` first, with the number of calls that came before it. */
  storeWith(before: (puts: number) => Promise<unknown>): PasswordStore {
    const { credstash } = this.aws;
    let puts = 0;
    return {
      find: credstash.find.bind(credstash),
      read: credstash.read.bind(credstash),
      versions: credstash.versions.bind(credstash),
      deleteVersion: credstash.deleteVersion.bind(credstash),
      async put(...args) {
        await before(puts++);
        return await credstash.put(...args);
      },
    };
  }

  /** The current password in credstash. */
  async current(): Promise<string> {
    return await this.aws.credstash.get(CURRENT);
  }

  /** The newest pending password in credstash. */
  async pending(): Promise<string | undefined> {
    return (await this.aws.credstash.find(PENDING))?.value;
  }

  /**
   * Asserts that the current password logs in, that `before` does not, and that no rotation is unfinished.
   *
   * @returns the version of the current password
   */
  async assertRotated(before = FIRST): Promise<string> {
    const { value, version } = await this.aws.credstash.read(CURRENT);
    assert.notEqual(value, before);
    assert.equal(await this.aws.canLogIn(value), true, 'the current password does not log in');
    assert.equal(await this.aws.canLogIn(before), false, 'the previous password still logs in');
    assert.equal(await this.pending(), value);
    return version;
  }

  stop(): Promise<void> {
    return this.aws.stop();
  }
}
