import { type DynamoDBClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { Requests } from '../requests.js';
import { decodeListed, type Item, type ListedVersion } from '../rows.js';
import { everyItem, LISTED } from './pages.js';

/** Reads of the whole table, each consistent: a secret that was put is in it. */
export interface Scans {
  /** Every version of every secret, by name and version. */
  list(): Promise<ListedVersion[]>;
  /** Sorted, each once. */
  names(): Promise<string[]>;
  /** Every item whose name starts so, as the table holds it and in its order. */
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
