import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { apply, type Check, type Finding, type Place } from './types.js';

/** The table of secrets, and that of locks and releases. */
export const tables: Check = {
  name: 'tables',
  async look(place: Place): Promise<Finding[]> {
    const { credstash, operationsTable } = place.environment;
    const findings = await Promise.all([
      lookAt(place, credstash.table, ['name', 'version']),
      lookAt(place, operationsTable, ['pk', 'sk']),
    ]);
    return findings.flat();
  },
};

async function lookAt(place: Place, subject: string, keys: readonly string[]): Promise<Finding[]> {
  const { environment, connection, signal } = place;
  const request = new DescribeTableCommand({ TableName: subject });
  const table = await connection.dynamodb.send(request, { abortSignal: signal }).then(
    ({ Table }) => Table,
    (error: Error) => {
      if (error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    },
  );
  const fix = apply(environment.name);
  if (!table) return [{ subject, problem: 'is not there', fix }];
  const found = table.KeySchema?.map(({ AttributeName }) => AttributeName) ?? [];
  if (found.join() !== keys.join()) {
    return [{ subject, problem: `has the keys ${found.join(', ')} and not ${keys.join(', ')}`, fix }];
  }
  if (table.TableStatus === 'ACTIVE' || table.TableStatus === 'UPDATING') return [];
  return [{ subject, problem: `is ${table.TableStatus}`, fix: 'wait until it is ACTIVE' }];
}
