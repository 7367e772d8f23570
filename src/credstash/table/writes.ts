import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Requests } from '../requests.js';
import { encodeRow, type Row } from '../rows.js';

export interface Writes {
  /** Adds a row. Returns false, and writes nothing, if the secret already has this version. */
  add(row: Row): Promise<boolean>;
  /** Removes a row. A row that does not exist is no error. */
  remove(name: string, version: string): Promise<void>;
}

export function createWrites(dynamodb: DynamoDBClient, table: string, requests: Requests): Writes {
  return {
    async add(row) {
      const condition = { ConditionExpression: 'attribute_not_exists(#name)' };
      const names = { ExpressionAttributeNames: { '#name': 'name' } };
      const input = { TableName: table, Item: encodeRow(row), ...condition, ...names };
      return await requests({ secret: row.name, version: row.version }, async (limits) => {
        try {
          await dynamodb.send(new PutItemCommand(input), limits);
          return true;
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException) return false;
          throw error;
        }
      });
    },

    async remove(name, version) {
      const Key = { name: { S: name }, version: { S: version } };
      const input = { TableName: table, Key };
      await requests({ secret: name, version }, (limits) =>
        dynamodb.send(new DeleteItemCommand(input), limits),
      );
    },
  };
}
