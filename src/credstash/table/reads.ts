import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Requests } from '../requests.js';
import { decodeHistoric, decodeRow, type HistoricVersion, type Item, type Row } from '../rows.js';
import { everyItem, HISTORIC } from './pages.js';

/** Reads the versions of one name, each read strongly consistent. */
export interface Reads {
  find(name: string, version: string): Promise<Row | undefined>;
  findLatest(name: string): Promise<Row | undefined>;
  findLatestVersion(name: string): Promise<string | undefined>;
  /** Newest first. */
  versions(name: string): Promise<HistoricVersion[]>;
}

export function createReads(dynamodb: DynamoDBClient, table: string, requests: Requests): Reads {
  async function findLatest(name: string, attributes: Partial<QueryCommandInput>): Promise<Item | undefined> {
    const input = { ...newestFirst(table, name), ...attributes, Limit: 1 };
    const answer = await requests({ secret: name }, (limits) =>
      dynamodb.send(new QueryCommand(input), limits),
    );
    return answer.Items?.[0];
  }

  return {
    async find(name, version) {
      const Key = { name: { S: name }, version: { S: version } };
      const input = { TableName: table, Key, ConsistentRead: true };
      const answer = await requests({ secret: name, version }, (limits) =>
        dynamodb.send(new GetItemCommand(input), limits),
      );
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

    async versions(name) {
      const listed: HistoricVersion[] = [];
      const pages = everyItem((ExclusiveStartKey) => {
        const input = { ...newestFirst(table, name), ...HISTORIC, ExclusiveStartKey };
        return requests({ secret: name }, (limits) => dynamodb.send(new QueryCommand(input), limits));
      });
      for await (const item of pages) listed.push(decodeHistoric(item));
      return listed;
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
