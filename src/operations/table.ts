import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Environment } from '../project/index.js';

/** The table that contains an environment's locks and its release log. */
export interface OperationsTable {
  readonly dynamodb: DynamoDBClient;
  /** Name of the table. Its keys: HASH `pk`, RANGE `sk`, both strings. */
  readonly table: string;
}

/** @example await listReleases(operationsTable(connection, environment), environment.name) */
export function operationsTable(
  { dynamodb }: Pick<OperationsTable, 'dynamodb'>,
  environment: Pick<Environment, 'operationsTable'>,
): OperationsTable {
  return { dynamodb, table: environment.operationsTable };
}
