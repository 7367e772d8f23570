import assert from 'node:assert/strict';
import type { Fault } from '../../../src/emulator/faults.js';
import {
  instanceDatabase,
  type RotateOptions,
  type Rotation,
  rotatePassword,
} from '../../../src/rotation/index.js';
import { type DatabaseStage, startDatabaseStage } from '../../support/database-stage.js';
import { fastClock } from './fast-clock.js';

export const FIRST = 'the-first-password-of-all';
export const CURRENT = 'test/database/password';
export const PENDING = `${CURRENT}.pending`;

/** The environment `test` with its instance `test-db`, and what rotations ask of it. */
export class RotationStage {
  readonly #counts = new Map<string, number>();
  readonly aws: DatabaseStage;

  private constructor(aws: DatabaseStage) {
    this.aws = aws;
    this.fault(() => undefined);
  }

  static async start(): Promise<RotationStage> {
    const stage = await startDatabaseStage();
    await stage.createInstance('test-db', FIRST);
    await stage.credstash.put(CURRENT, FIRST);
    return new RotationStage(stage);
  }

  /** Begins to count calls anew. `choose` sees each, with how many of its kind went before it. */
  fault(choose: (operation: string, before: number) => Fault | undefined): void {
    this.#counts.clear();
    this.aws.faults = ({ operation }) => {
      const before = this.count(operation);
      this.#counts.set(operation, before + 1);
      return choose(operation, before);
    };
  }

  /** Calls without faults from here on; what was counted stays. */
  heal(): void {
    this.aws.faults = ({ operation }) => void this.#counts.set(operation, this.count(operation) + 1);
  }

  count(operation: string): number {
    return this.#counts.get(operation) ?? 0;
  }

  /** Back to the first password, with no rotation ever. */
  async reset(): Promise<void> {
    this.heal();
    const { credstash } = this.aws;
    await this.aws.setPassword(FIRST);
    for (const { name, version } of await credstash.list()) await credstash.deleteVersion(name, version);
    await credstash.put(CURRENT, FIRST);
    this.fault(() => undefined);
  }

  rotate(more: Partial<RotateOptions> = {}): Promise<Rotation> {
    return rotatePassword({
      environment: 'test',
      database: instanceDatabase(this.aws.rds, 'test-db'),
      credstash: this.aws.credstash,
      force: true,
      clock: fastClock,
      ...more,
    });
  }

  /** The password that everybody reads. */
  async current(): Promise<string> {
    return await this.aws.credstash.get(CURRENT);
  }

  /** The newest pending one. */
  async pending(): Promise<string | undefined> {
    return (await this.aws.credstash.find(PENDING))?.value;
  }

  /** The current password logs in, `before` no longer does, and nothing is left to finish. Answers its version. */
  async assertRotated(before: string): Promise<string> {
    const { value, version } = await this.aws.credstash.read(CURRENT);
    assert.notEqual(value, before);
    assert.equal(await this.aws.canLogIn(value), true, 'the current password does not log in');
    assert.equal(await this.aws.canLogIn(before), false, 'the password before still logs in');
    assert.equal(await this.pending(), value);
    return version;
  }

  stop(): Promise<void> {
    return this.aws.stop();
  }
}
