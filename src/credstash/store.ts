import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { type CredstashError, type ErrorSubject, StoreUnavailable, Throttled } from './errors.js';
import { decodeListed, decodeRow, encodeRow, type ListedVersion, type Row } from './rows.js';

/** The table: HASH `name`, RANGE `version`, both strings. Every read of one name is consistent. */
export interface Store {
  find(name: string, version: string): Promise<Row | undefined>;
  findLatest(name: string): Promise<Row | undefined>;
  findLatestVersion(name: string): Promise<string | undefined>;
  /** False when that version of that name is already there; nothing was written then. */
  add(row: Row): Promise<boolean>;
  remove(name: string, version: string): Promise<void>;
  /** Newest first. */
  versions(name: string): Promise<ListedVersion[]>;
  list(): Promise<ListedVersion[]>;
}

const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);
const LISTED = {
  ProjectionExpression: '#name, #version, #comment',
  ExpressionAttributeNames: { '#name': 'name', '#version': 'version', '#comment': 'comment' },
};

export function createStore(dynamodb: DynamoDBClient, table: string): Store {
  const failing = (subject: ErrorSubject) => (error: unknown) => {
    throw translate(error, table, subject);
  };

  async function findLatest(name: string, attributes: Partial<QueryCommandInput>) {
    const input = { ...newestFirst(table, name), ...attributes, Limit: 1 };
    const answer = await dynamodb.send(new QueryCommand(input)).catch(failing({ secret: name }));
    return answer.Items?.[0];
  }

  return {
    async find(name, version) {
      const Key = { name: { S: name }, version: { S: version } };
      const answer = await dynamodb
        .send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))
        .catch(failing({ secret: name, version }));
      return answer.Item && decodeRow(answer.Item);
    },

    async findLatest(name) {
      const item = await findLatest(name, {});
      return item && decodeRow(item);
    },

    async findLatestVersion(name) {
      const item = await findLatest(name, {
        ProjectionExpression: '#version',
        ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
      });
      return item?.version?.S;
    },

    async add(row) {
      const condition = { ConditionExpression: 'attribute_not_exists(#name)' };
      const names = { ExpressionAttributeNames: { '#name': 'name' } };
      const input = { TableName: table, Item: encodeRow(row), ...condition, ...names };
      try {
        await dynamodb.send(new PutItemCommand(input));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw translate(error, table, { secret: row.name, version: row.version });
      }
    },

    async remove(name, version) {
      const Key = { name: { S: name }, version: { S: version } };
      await dynamodb
        .send(new DeleteItemCommand({ TableName: table, Key }))
        .catch(failing({ secret: name, version }));
    },

    async versions(name) {
      return await everyPage(async (start) => {
        const input = { ...newestFirst(table, name), ...LISTED, ExclusiveStartKey: start };
        return await dynamodb.send(new QueryCommand(input)).catch(failing({ secret: name }));
      });
    },

    async list() {
      const listed = await everyPage(async (start) => {
        const input = { TableName: table, ...LISTED, ExclusiveStartKey: start };
        return await dynamodb.send(new ScanCommand(input)).catch(failing({}));
      });
      return listed.sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
    },
  };
}

function newestFirst(table: string, name: string) {
  return {
    TableName: table,
    ConsistentRead: true,
    ScanIndexForward: false,
    KeyConditionExpression: '#name = :name',
    ExpressionAttributeNames: { '#name': 'name' },
    ExpressionAttributeValues: { ':name': { S: name } },
  };
}

type Key = QueryCommandInput['ExclusiveStartKey'];
type Page = { Items?: Parameters<typeof decodeListed>[0][] | undefined; LastEvaluatedKey?: Key };

async function everyPage(load: (start: Key) => Promise<Page>): Promise<ListedVersion[]> {
  const listed: ListedVersion[] = [];
  let start: Key;
  do {
    const page = await load(start);
    for (const item of page.Items ?? []) listed.push(decodeListed(item));
    start = page.LastEvaluatedKey;
  } while (start);
  return listed;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function translate(error: unknown, table: string, subject: ErrorSubject): CredstashError {
  const about = { ...subject, cause: error };
  const name = error instanceof Error ? error.name : 'unknown error';
  if (THROTTLED.has(name)) return new Throttled('DynamoDB', about);
  if (name === 'ResourceNotFoundException') {
    return new StoreUnavailable(`there is no table "${table}" in this account and region.`, about);
  }
  const text = error instanceof Error ? error.message : String(error);
  return new StoreUnavailable(`${name} for table ${table}: ${text}`, about);
}
