import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Fault } from '../../src/local/index.js';
import { type LockOptions, withLock } from '../../src/operations/index.js';
import type { ManualClock } from './manual-clock.js';
import { createOperationsTable } from './operations-table.js';
import { startTestStage } from './stage.js';

const holderProgram = fileURLToPath(new URL('hold-lock.ts', import.meta.url));
const TABLE = 'operations';
const LOCK = { TableName: TABLE, Key: { pk: { S: 'lock/test' }, sk: { S: 'deploy' } } };

/** A stage with the operations table, and the deploy lock of environment `test` for tests to take and change. */
export interface LockStage {
  readonly dynamodb: DynamoDBClient;
  /** A test replaces it to make calls fail, by the name of the operation. */
  fault: (operation: string) => Fault | undefined;
  /** Returns options for the lock; holder `bia`. */
  options(more?: Partial<LockOptions>): LockOptions;
  /** Reads the item of the lock. */
  item(): Promise<Record<string, AttributeValue> | undefined>;
  /** Changes attributes of the lock behind its holder's back. */
  change(values: Readonly<Record<string, string | number>>): Promise<void>;
  /** Starts another process of this machine that holds the lock, as `ana`. */
  startHolder(): Promise<ChildProcess>;
  /** Leaves a lock as a process on another machine holds it, as `ana`. Its lease ends in thirty seconds. */
  leaveForeignLock(clock: ManualClock): Promise<void>;
  /** Ends all faults and deletes the lock. */
  reset(): Promise<void>;
  remove(): Promise<void>;
}

export async function startLockStage(): Promise<LockStage> {
  const mutable = { fault: (() => undefined) as LockStage['fault'] };
  const stage = await startTestStage({ faults: ({ operation }) => mutable.fault(operation) });
  const dynamodb = new DynamoDBClient(stage.client);
  await createOperationsTable(dynamodb, TABLE);
  const children: ChildProcess[] = [];
  const options = (more: Partial<LockOptions> = {}): LockOptions => ({
    ...{ dynamodb, table: TABLE, environment: 'test', operation: 'deploy', holder: 'bia' },
    ...more,
  });
  const change: LockStage['change'] = async (values) => {
    const names = Object.keys(values);
    const attribute = (value: string | number | undefined) =>
      typeof value === 'number' ? { N: String(value) } : { S: String(value) };
    await dynamodb.send(
      new UpdateItemCommand({
        ...LOCK,
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(
          names.map((name) => [`:${name}`, attribute(values[name])]),
        ),
      }),
    );
  };

  return Object.assign(mutable, {
    dynamodb,
    options,
    change,
    item: async () => (await dynamodb.send(new GetItemCommand(LOCK))).Item,
    startHolder: async () => {
      const { accessKeyId, secretAccessKey } = stage.credentials;
      const child = spawn(process.execPath, ['--import', 'tsx', holderProgram, stage.endpoint, TABLE], {
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { ...process.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      });
      children.push(child);
      await once(child.stdout ?? child, 'data');
      return child;
    },
    leaveForeignLock: async (clock: ManualClock) => {
      await withLock(options({ clock, holder: 'ana' }), () =>
        change({ machine: 'another machine', token: 'of another' }),
      );
    },
    reset: async () => {
      mutable.fault = () => undefined;
      await dynamodb.send(new DeleteItemCommand(LOCK));
    },
    remove: async () => {
      for (const child of children) child.kill('SIGKILL');
      dynamodb.destroy();
      await stage.remove();
    },
  });
}
