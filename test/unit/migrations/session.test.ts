import assert from 'node:assert/strict';
import type { MigrationClient } from '../../../src/migrations/index.js';
import { prepareSession, verifyUnpooled } from '../../../src/migrations/session.js';

function fakeClient(more: object, rows: Record<string, unknown>[] = []) {
  const sent: unknown[] = [];
  const client = {
    async query(_: string, values: unknown) {
      sent.push(values);
      return { rows };
    },
    ...more,
  } as MigrationClient;
  return { client, sent };
}

describe('verifyUnpooled', () => {
  for (const host of [
    'orders.proxy-abcdefghijkl.us-east-1.rds.amazonaws.com',
    'orders.proxy-abc123.cn-north-1.rds.amazonaws.com.cn',
  ]) {
    it(`warns about the RDS Proxy ${host}`, async () => {
      const { client } = fakeClient({ host, processID: 1 }, [{ pid: 2 }]);
      assert.match((await verifyUnpooled(client)) ?? '', /is an RDS Proxy: it pins this session/);
    });
  }

  for (const host of [
    'orders.abcdefghijkl.us-east-1.rds.amazonaws.com',
    'orders.proxy-abc.us-east-1.rds.amazonaws.com.example',
    'localhost',
    undefined,
  ]) {
    it(`accepts ${host} if the process at login also answers`, async () => {
      const { client } = fakeClient({ host, processID: 2 }, [{ pid: 2 }]);
      assert.equal(await verifyUnpooled(client), undefined);
    });

    it(`refuses ${host} if another process answers`, async () => {
      const { client } = fakeClient({ host, processID: 1 }, [{ pid: 2 }]);
      await assert.rejects(verifyUnpooled(client), { code: 'POOLED_CONNECTION' });
    });
  }

  it('accepts a client that does not know its process', async () => {
    assert.equal(await verifyUnpooled(fakeClient({}, [{ pid: 2 }]).client), undefined);
  });
});

describe('prepareSession', () => {
  const answer = [{ search_path: 'public', knows: true }];

  it('has a table lock timeout of 2 s, 60 s for CONCURRENTLY, and no other limit by default', async () => {
    const { client, sent } = fakeClient({}, answer);
    assert.deepEqual(await prepareSession({ client }), {
      statementTimeout: 0,
      transactionTimeout: 0,
      lockTimeout: 2_000,
      concurrentLockTimeout: 60_000,
      searchPath: 'public',
    });
    assert.deepEqual(sent, [
      [
        [
          'application_name',
          'idle_in_transaction_session_timeout',
          'idle_session_timeout',
          'tcp_keepalives_idle',
          'tcp_keepalives_interval',
          'tcp_keepalives_count',
        ],
        ['superbowleto migrations', '60000', '60000', '10', '5', '3'],
      ],
      ['client_connection_check_interval', '1000'],
    ]);
  });

  it('uses the limits that it is given', async () => {
    const { client, sent } = fakeClient({}, answer);
    const limits = { tableLockTimeout: 5, statementTimeout: 7, idleTimeout: 9, applicationName: 'release 7' };
    const session = await prepareSession({ client, ...limits });
    assert.deepEqual(
      [session.lockTimeout, session.concurrentLockTimeout, session.statementTimeout],
      [5, 5, 7],
    );
    assert.deepEqual((sent[0] as string[][])[1]?.slice(0, 3), ['release 7', '9', '9']);
  });

  it('has no transaction timeout where PostgreSQL has none', async () => {
    const { client } = fakeClient({}, [{ search_path: '', knows: false }]);
    const { transactionTimeout, searchPath } = await prepareSession({ client });
    assert.deepEqual([transactionTimeout, searchPath], [undefined, '']);
  });
});
