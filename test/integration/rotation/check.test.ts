import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createChecker } from '../../../src/rotation/index.js';

const functionName = 'sandbox-superbowleto-check-database';
const target = { host: 'db.example', port: 5432, user: 'superbowleto', database: 'superbowleto', tls: true };

describe('createChecker, asking a Lambda endpoint over HTTP', () => {
  let server: Server;
  let lambda: LambdaClient;
  let answer: unknown;

  before(async () => {
    server = createServer((request, response) => {
      request.resume().on('end', () => response.end(JSON.stringify(answer)));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    lambda = new LambdaClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    });
  });
  after(() => {
    lambda.destroy();
    server.closeAllConnections();
    server.close();
  });

  const verify = () => createChecker({ lambda, functionName, timeout: 30 }).verifyClients(target);

  it('takes the answer of check-database for the same database', async () => {
    answer = { ok: true, database: { host: 'db.example', port: 5432, user: 'superbowleto' }, clientRule: 2 };
    await verify();
  });

  it('says what the function could not do', async () => {
    answer = { ok: false, error: { code: 'ECONNREFUSED', message: 'check-database: connect ECONNREFUSED' } };
    await assert.rejects(verify(), {
      code: 'ECONNREFUSED',
      message: 'check-database: connect ECONNREFUSED',
    });
  });

  for (const other of [undefined, null, 'done', {}, { command: 'describe' }, { ok: true }, { ok: false }]) {
    it(`takes ${JSON.stringify(other) ?? 'nothing'} for no answer`, async () => {
      answer = other;
      await assert.rejects(verify(), {
        code: 'CHECK_FUNCTION_FAILED',
        message: `${functionName} did not answer as a check-database function does. Deploy a release that fits this sbw.`,
      });
    });
  }
});
