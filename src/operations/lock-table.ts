import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  ResourceNotFoundException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SuperbowletoError } from '../errors.js';
import { decodeLock, encodeLock, type LockRecord, lockKey } from './lock-record.js';
import type { OperationsTable } from './table.js';

/** The locks of the operations table. Each change is one conditional write, so that one of two processes wins. */
export class LockTable {
  readonly #store: OperationsTable;

  constructor(store: OperationsTable) {
    this.#store = store;
  }

  /** Creates the lock. Returns false when it exists already. */
  create(record: LockRecord): Promise<boolean> {
    return this.#won(
      new PutItemCommand({
        TableName: this.#store.table,
        Item: encodeLock(record),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  }

  /** Replaces the lock. Returns false when it has changed since it was read: its holder lives, or another process won. */
  replace(seen: LockRecord, record: LockRecord): Promise<boolean> {
    return this.#won(
      new PutItemCommand({
        TableName: this.#store.table,
        Item: encodeLock(record),
        ConditionExpression: '#token = :token AND expires = :expires',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: seen.token }, ':expires': { N: String(seen.expires) } },
      }),
    );
  }

  /** Extends the lease. Returns false when another process has the lock now. */
  extend(record: LockRecord, expires: number): Promise<boolean> {
    return this.#won(
      new UpdateItemCommand({
        TableName: this.#store.table,
        Key: lockKey(record),
        UpdateExpression: 'SET expires = :expires',
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: record.token }, ':expires': { N: String(expires) } },
      }),
    );
  }

  /** Deletes the lock. Returns false when another process has the lock now. */
  remove(record: LockRecord): Promise<boolean> {
    return this.#won(
      new DeleteItemCommand({
        TableName: this.#store.table,
        Key: lockKey(record),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: record.token } },
      }),
    );
  }

  /** Frees the lock and keeps its item; see `isFree`. Returns false when another process has the lock now. */
  free(record: LockRecord): Promise<boolean> {
    return this.#won(
      new PutItemCommand({
        TableName: this.#store.table,
        Item: encodeLock({ ...record, token: randomUUID(), expires: 0 }),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: record.token } },
      }),
    );
  }

  /** As `free`. Returns false when the lock has changed since it was read. */
  freeSeen(seen: LockRecord): Promise<boolean> {
    return this.replace(seen, { ...seen, token: randomUUID(), expires: 0 });
  }

  /** Reads the lock; undefined when there is none. */
  async find(which: Pick<LockRecord, 'environment' | 'operation'>): Promise<LockRecord | undefined> {
    const command = new GetItemCommand({
      TableName: this.#store.table,
      Key: lockKey(which),
      ConsistentRead: true,
    });
    const { Item } = await this.#store.dynamodb.send(command).catch((error) => {
      throw translateTableError(error, this.#store);
    });
    return Item && decodeLock(Item);
  }

  /** Sends a conditional write. Returns whether its condition was met. */
  async #won(command: PutItemCommand | UpdateItemCommand | DeleteItemCommand): Promise<boolean> {
    try {
      await this.#store.dynamodb.send(command as PutItemCommand);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw translateTableError(error, this.#store);
    }
  }
}

/** Turns the error for a missing table into one that names the table. Returns any other error as it is. */
export function translateTableError(error: unknown, { table }: OperationsTable): unknown {
  if (!(error instanceof ResourceNotFoundException)) return error;
  return new SuperbowletoError(
    'OPERATIONS_TABLE_MISSING',
    `There is no DynamoDB table ${table}, which holds the lock and the release log. The infrastructure makes it; see operations_table in superbowleto.yml.`,
    { cause: error },
  );
}
