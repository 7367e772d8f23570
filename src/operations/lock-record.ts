import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ProcessIdentity } from './process.js';

/** A rotation has no lock: the conditional write of its pending password decides. */
export type Operation = 'deploy';

/** Who holds a lock. One item of the operations table. */
export interface LockRecord extends ProcessIdentity {
  readonly environment: string;
  readonly operation: Operation;
  /** A person or a robot. */
  readonly holder: string;
  /** What is done under it, in words. */
  readonly what?: string;
  /** Of this holding alone. */
  readonly token: string;
  /** ISO 8601. */
  readonly since: string;
  /** Epoch milliseconds, by the holder's clock; moved on by every heartbeat. */
  readonly expires: number;
}

/**
 * Whether nobody holds it, although it is there: it was taken from a process that may still be at work. Whoever
 * takes it next has to make void what that process still does.
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
