import assert from 'node:assert/strict';
import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import type { EnvironmentContext } from '../../../src/deploy/context.js';
import { isTableMissing, preflight } from '../../../src/deploy/preflight.js';
import { SuperbowletoError } from '../../../src/errors.js';
import { fakeContext } from '../../support/fake-lambda.js';

const READY = {
  'test-sample-one': { alias: { FunctionVersion: '7' }, configurations: { $LATEST: {} } },
};
const named = (name: string) => Object.assign(new Error('refused'), { name });

/** Returns a context of the account 000000000000, whose operations table answers with `table` or throws it. */
function contextOf(table: object, { account = '000000000000', bucketStatus = 200 } = {}): EnvironmentContext {
  const context = fakeContext(READY, bucketStatus);
  const send = async () => {
    if (table instanceof Error) throw table;
    return table;
  };
  const sts = { send: async () => ({ Account: account, Arn: 'arn:aws:iam::1:user/ana' }) };
  return {
    ...context,
    environment: { ...context.environment, operationsTable: 'operations' },
    clients: { ...context.clients, dynamodb: { send }, sts },
  } as unknown as EnvironmentContext;
}

const table = { Items: [] };
const noTable = new ResourceNotFoundException({ message: 'no table', $metadata: {} });
const PLACE = 'Environment test (account 000000000000, us-east-1) is not ready';

describe('preflight', () => {
  it('returns the functions of an environment that is ready', async () => {
    const functions = await preflight(contextOf(table));
    assert.deepEqual(
      functions.map(({ deployedName }) => deployedName),
      ['test-sample-one'],
    );
  });

  it('refuses a missing table alone', async () => {
    await assert.rejects(preflight(contextOf(noTable)), { code: 'OPERATIONS_TABLE_MISSING' });
  });

  it('refuses a missing bucket alone', async () => {
    await assert.rejects(preflight(contextOf(table, { bucketStatus: 404 })), {
      code: 'NOT_READY',
      message: `${PLACE}: there is no bucket artifacts; the infrastructure makes it. Nothing was changed.`,
    });
  });

  it('refuses a missing table and a missing bucket in one error', async () => {
    await assert.rejects(preflight(contextOf(noTable, { bucketStatus: 404 })), {
      code: 'NOT_READY',
      message:
        `${PLACE}, and nothing was changed:\n` +
        '  there is no DynamoDB table operations, for the lock and the release log; the infrastructure makes it\n' +
        '  there is no bucket artifacts; the infrastructure makes it',
    });
  });

  it('throws an error of the table that is not about its absence, when nothing else is wrong', async () => {
    const denied = named('AccessDeniedException');
    await assert.rejects(preflight(contextOf(denied)), { message: /refused/ });
  });

  it('reports what the environment lacks when the table cannot be read for another reason', async () => {
    await assert.rejects(preflight(contextOf(named('AccessDeniedException'), { bucketStatus: 404 })), {
      code: 'NOT_READY',
      message: `${PLACE}: there is no bucket artifacts; the infrastructure makes it. Nothing was changed.`,
    });
  });

  it('throws an error of S3 that says nothing about the bucket, even if the table is missing', async () => {
    await assert.rejects(preflight(contextOf(noTable, { bucketStatus: 500 })), { message: 'refused' });
  });

  it('checks only the account when that is another one', async () => {
    const wrong = contextOf(noTable, { account: '111111111111', bucketStatus: 404 });
    await assert.rejects(preflight(wrong), {
      code: 'WRONG_ACCOUNT',
      message: /account 000000000000.*111111111111 \(arn:aws:iam::1:user\/ana\)/,
    });
  });
});

describe('isTableMissing', () => {
  it('knows the error by its class and its code', () => {
    assert.equal(isTableMissing(new SuperbowletoError('OPERATIONS_TABLE_MISSING', 'a')), true);
    assert.equal(isTableMissing(new SuperbowletoError('NOT_READY', 'a')), false);
    assert.equal(isTableMissing(Object.assign(new Error('a'), { code: 'OPERATIONS_TABLE_MISSING' })), false);
  });
});
