import assert from 'node:assert/strict';
import { createChecker } from '../../../src/rotation/index.js';
import { type LambdaEndpoint, serveLambda } from '../../support/lambda-endpoint.js';

const functionName = 'sandbox-superbowleto-check-database';
const database = { host: 'db.example', port: 5432, user: 'superbowleto' };
const target = { ...database, database: 'superbowleto', tls: true };

describe('createChecker, asking a Lambda endpoint over HTTP', () => {
  let endpoint: LambdaEndpoint;
  let answer: unknown;

  before(async () => {
    endpoint = await serveLambda((request, response) => {
      request.resume().on('end', () => response.end(JSON.stringify(answer)));
    });
  });
  after(() => endpoint?.stop());

  const checker = () => createChecker({ lambda: endpoint.lambda, functionName, timeout: 30 });
  const verify = () => checker().verifyClients(target);

  it('accepts the answer of check-database for the same database', async () => {
    answer = { ok: true, database, clientRule: 2 };
    await verify();
  });

  for (const difference of [{ host: 'other.example' }, { port: 5433 }, { user: 'other' }]) {
    it(`refuses a function that logs in elsewhere: ${JSON.stringify(difference)}`, async () => {
      answer = { ok: true, database: { ...database, ...difference }, clientRule: 2 };
      await assert.rejects(verify(), { code: 'WRONG_DATABASE' });
    });
  }

  it('refuses functions that follow an older rule', async () => {
    answer = { ok: true, database, clientRule: 1 };
    await assert.rejects(verify(), {
      code: 'CLIENTS_UNAWARE',
      message:
        /^The deployed functions may not follow a rotation: sandbox-superbowleto-check-database follows rule 1\. /,
    });
  });

  it('returns whether a password logs in', async () => {
    const password = { name: 'sandbox/database/password', version: '1', value: 'secret' };
    for (const login of [true, false]) {
      answer = { ok: true, database, clientRule: 2, login };
      assert.equal(await checker().login(target, password), login);
    }
  });

  it('throws the error that the function returns', async () => {
    answer = { ok: false, error: { code: 'ECONNREFUSED', message: 'check-database: connect ECONNREFUSED' } };
    await assert.rejects(verify(), {
      code: 'ECONNREFUSED',
      message: 'check-database: connect ECONNREFUSED',
    });
  });

  for (const other of [undefined, null, 'done', {}, { command: 'describe' }, { ok: true }, { ok: false }]) {
    it(`refuses the answer ${JSON.stringify(other) ?? 'without content'}`, async () => {
      answer = other;
      await assert.rejects(verify(), {
        code: 'CHECK_FUNCTION_FAILED',
        message: `${functionName} did not answer as a check-database function does. Deploy a release that fits this sbw.`,
      });
    });
  }
});
