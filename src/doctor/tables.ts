import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';

/** Checks the DynamoDB tables: of the secrets, and of the locks and releases. */
export const tables: Check = {
  name: 'tables',
  async run(context: CheckContext): Promise<Finding[]> {
    const { credstash, operationsTable } = context.environment;
    const findings = await Promise.all([
      examineTable(context, credstash.table, ['name', 'version']),
      examineTable(context, operationsTable, ['pk', 'sk']),
    ]);
    return findings.flat();
  },
};

async function examineTable(
  { environment, connection, signal }: CheckContext,
  subject: string,
  keys: readonly string[],
): Promise<Finding[]> {
  const request = new DescribeTableCommand({ TableName: subject });
  const table = await connection.dynamodb.send(request, { abortSignal: signal }).then(
    ({ Table }) => Table,
    (error: Error) => {
      if (error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    },
  );
  const fix = terraformFix(environment.name);
  if (!table) return [{ subject, problem: 'is not there', fix }];
  const found = table.KeySchema?.map(({ AttributeName }) => AttributeName) ?? [];
  if (found.join() !== keys.join()) {
    return [{ subject, problem: `has the keys ${found.join(', ')} and not ${keys.join(', ')}`, fix }];
  }
  if (table.TableStatus === 'ACTIVE' || table.TableStatus === 'UPDATING') return [];
  return [{ subject, problem: `is ${table.TableStatus}`, fix: 'wait until it is ACTIVE' }];
}
