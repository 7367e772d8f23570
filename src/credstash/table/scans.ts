import { type DynamoDBClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { Requests } from '../requests.js';
import { decodeListed, type Item, type ListedVersion } from '../rows.js';
import { everyItem, LISTED } from './pages.js';

/** Reads the whole table, each read strongly consistent: every finished put is in it. */
export interface Scans {
  /** Lists every version of every secret, sorted by name and version. */
  list(): Promise<ListedVersion[]>;
  /** Lists every name once, sorted. */
  names(): Promise<string[]>;
  /** Yields every item whose name begins with this text, in the order of the table. */
  items(startsWith: string): AsyncGenerator<Item>;
}

export function createScans(dynamodb: DynamoDBClient, table: string, requests: Requests): Scans {
  const scan = (more: Partial<ScanCommandInput>) =>
    everyItem((ExclusiveStartKey) => {
      const input = { TableName: table, ConsistentRead: true, ...more, ExclusiveStartKey };
      return requests({}, (limits) => dynamodb.send(new ScanCommand(input), limits));
    });

  return {
    async list() {
      const listed: ListedVersion[] = [];
      for await (const item of scan(LISTED)) listed.push(decodeListed(item));
      return listed.sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
    },
    async names() {
      const names = new Set<string>();
      const onlyName = { ProjectionExpression: '#name', ExpressionAttributeNames: { '#name': 'name' } };
      for await (const item of scan(onlyName)) names.add(item.name?.S ?? '');
      return [...names].sort();
    },
    items: (startsWith) => scan(startsWith === '' ? {} : onlyStartingWith(startsWith)),
  };
}

function onlyStartingWith(prefix: string): Partial<ScanCommandInput> {
  return {
    FilterExpression: 'begins_with(#name, :prefix)',
    ExpressionAttributeNames: { '#name': 'name' },
    ExpressionAttributeValues: { ':prefix': { S: prefix } },
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
