import assert from 'node:assert/strict';
import { createChecker } from '../../../src/rotation/index.js';
import { type LambdaEndpoint, serveLambda } from '../../support/lambda-endpoint.js';

const functionName = 'sandbox-superbowleto-check-database';
const target = { host: 'db.example', port: 5432, user: 'superbowleto', database: 'superbowleto', tls: true };

describe('createChecker, asking a Lambda endpoint over HTTP', () => {
  let endpoint: LambdaEndpoint;
  let answer: unknown;

  before(async () => {
    endpoint = await serveLambda((request, response) => {
      request.resume().on('end', () => response.end(JSON.stringify(answer)));
    });
  });
  after(() => endpoint?.stop());

  const verify = () =>
    createChecker({ lambda: endpoint.lambda, functionName, timeout: 30 }).verifyClients(target);

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
