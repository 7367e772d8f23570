import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ProcessIdentity } from './process.js';

/** Operations that take a lock. A rotation takes none: its pending password is one conditional write. */
export type Operation = 'deploy';

/** A lock and its holder. One item of the operations table. */
export interface LockRecord extends ProcessIdentity {
  readonly environment: string;
  readonly operation: Operation;
  /** Name of a person or a program. */
  readonly holder: string;
  /** What is done under the lock, in words. */
  readonly what?: string;
  /** Random; another one each time that the lock is taken. */
  readonly token: string;
  /** ISO 8601. */
  readonly since: string;
  /** End of the lease in epoch milliseconds, by the holder's clock; each heartbeat extends it. 0: see `isFree`. */
  readonly expires: number;
}

/**
 * Returns whether nobody holds the lock although its item exists: it was taken from a process that may still be at
 * work. The next holder has to keep that process from changing anything.
 */
export function isFree({ expires }: Pick<LockRecord, 'expires'>): boolean {
  return expires === 0;
}

type Item = Record<string, AttributeValue>;

export function lockKey({ environment, operation }: Pick<LockRecord, 'environment' | 'operation'>): Item {
  return { pk: { S: `lock/${environment}` }, sk: { S: operation } };
}

export function encodeLock(record: LockRecord): Item {
  const { expires, pid, ...texts } = record;
  const item: Item = { ...lockKey(record), expires: { N: String(expires) }, pid: { N: String(pid) } };
  for (const [name, text] of Object.entries(texts)) item[name] = { S: text };
  return item;
}

export function decodeLock(item: Item): LockRecord {
  const text = (name: string) => item[name]?.S ?? '';
  const what = item.what?.S;
  return {
    environment: text('environment'),
    operation: text('operation') as Operation,
    holder: text('holder'),
    ...(what === undefined ? {} : { what }),
    token: text('token'),
    since: text('since'),
    host: text('host'),
    machine: text('machine'),
    start: text('start'),
    pid: Number(item.pid?.N),
    expires: Number(item.expires?.N),
  };
}
