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

/** Every change of a lock is one conditional write, so that of two processes one wins. */
export class LockTable {
  readonly #place: OperationsTable;

  constructor(place: OperationsTable) {
    this.#place = place;
  }

  /** False when there is a lock already. */
  create(record: LockRecord): Promise<boolean> {
    return this.#won(
      new PutItemCommand({
        TableName: this.#place.table,
        Item: encodeLock(record),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  }

  /** False when the lock is no longer as it was seen: its holder lives, or another was faster. */
  replace(seen: LockRecord, record: LockRecord): Promise<boolean> {
    return this.#won(
      new PutItemCommand({
        TableName: this.#place.table,
        Item: encodeLock(record),
        ConditionExpression: '#token = :token AND expires = :expires',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: seen.token }, ':expires': { N: String(seen.expires) } },
      }),
    );
  }

  /** Moves the expiry on; false when the lock is another's by now. */
  extend(record: LockRecord, expires: number): Promise<boolean> {
    return this.#won(
      new UpdateItemCommand({
        TableName: this.#place.table,
        Key: lockKey(record),
        UpdateExpression: 'SET expires = :expires',
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: record.token }, ':expires': { N: String(expires) } },
      }),
    );
  }

  /** False when the lock was another's already. */
  remove(record: LockRecord): Promise<boolean> {
    return this.#won(
      new DeleteItemCommand({
        TableName: this.#place.table,
        Key: lockKey(record),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: record.token } },
      }),
    );
  }

  /** Takes the lock from its holder, for whoever comes next; see `isFree`. False when it was another's already. */
  free(record: LockRecord): Promise<boolean> {
    return this.#won(
      new PutItemCommand({
        TableName: this.#place.table,
        Item: encodeLock({ ...record, token: randomUUID(), expires: 0 }),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: record.token } },
      }),
    );
  }

  /** As `free`; false when the lock is no longer as it was seen. */
  freeSeen(seen: LockRecord): Promise<boolean> {
    return this.replace(seen, { ...seen, token: randomUUID(), expires: 0 });
  }

  async find(which: Pick<LockRecord, 'environment' | 'operation'>): Promise<LockRecord | undefined> {
    const command = new GetItemCommand({
      TableName: this.#place.table,
      Key: lockKey(which),
      ConsistentRead: true,
    });
    const { Item } = await this.#place.dynamodb.send(command).catch((error) => {
      throw translateTableError(error, this.#place);
    });
    return Item && decodeLock(Item);
  }

  async #won(command: PutItemCommand | UpdateItemCommand | DeleteItemCommand): Promise<boolean> {
    try {
      await this.#place.dynamodb.send(command as PutItemCommand);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw translateTableError(error, this.#place);
    }
  }
}

/** Says which table is missing; any other error stays as it is. */
export function translateTableError(error: unknown, { table }: OperationsTable): unknown {
  if (!(error instanceof ResourceNotFoundException)) return error;
  return new SuperbowletoError(
    'OPERATIONS_TABLE_MISSING',
    `There is no DynamoDB table ${table}, which holds the lock and the release log. The infrastructure makes it; see operations_table in superbowleto.yml.`,
    { cause: error },
  );
}
