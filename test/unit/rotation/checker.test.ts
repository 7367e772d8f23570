import assert from 'node:assert/strict';
import { createChecker } from '../../../src/rotation/index.js';
import { type LambdaEndpoint, serveLambda } from '../../support/lambda-endpoint.js';

const functionName = 'sandbox-superbowleto-check-database';
const database = { host: 'db.example', port: 5432, user: 'superbowleto' };
const target = { ...database, database: 'superbowleto', tls: true };

describe('createChecker, asking a Lambda endpoint over HTTP', () => {
  let endpoint: LambdaEndpoint;
  let answer: unknown;
  let reply: { status?: number; headers?: Record<string, string> };
  let asked: unknown;

  before(async () => {
    endpoint = await serveLambda((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked = JSON.parse(body);
        response.writeHead(reply.status ?? 200, reply.headers);
        response.end(JSON.stringify(answer));
      });
    });
  });
  beforeEach(() => {
    reply = {};
  });
  after(() => endpoint?.stop());

  const checker = () => createChecker({ lambda: endpoint.lambda, functionName, timeout: 30 });
  const verify = () => checker().verifyClients(target);

  it('accepts the answer of check-database for the same database', async () => {
    answer = { ok: true, database, clientRule: 2 };
    await verify();
    assert.deepEqual(asked, { command: 'describe' });
  });

  for (const difference of [{ host: 'other.example' }, { port: 5433 }, { user: 'other' }]) {
    it(`refuses a function that logs in elsewhere: ${JSON.stringify(difference)}`, async () => {
      answer = { ok: true, database: { ...database, ...difference }, clientRule: 2 };
      const { user, host, port } = { ...database, ...difference };
      await assert.rejects(verify(), {
        code: 'WRONG_DATABASE',
        message: `${functionName} logs in as ${user} at ${host}:${port}, and RDS has superbowleto at db.example:5432: superbowleto.yml and the functions mean two databases. Nothing was changed.`,
      });
    });
  }

  it('refuses functions that follow an older rule', async () => {
    answer = { ok: true, database, clientRule: 1 };
    await assert.rejects(verify(), {
      code: 'CLIENTS_UNAWARE',
      message:
        'The deployed functions may not follow a rotation: sandbox-superbowleto-check-database follows rule 1. Deploy a release that has check-database first. With --force it is rotated all the same, and functions that keep the old password fail until they start anew.',
    });
  });

  it('refuses functions of which none is check-database', async () => {
    answer = { Message: 'Function not found' };
    reply = { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' } };
    await assert.rejects(verify(), {
      code: 'CLIENTS_UNAWARE',
      message: /: sandbox-superbowleto-check-database is not deployed\. Deploy a release/,
    });
  });

  it('says that nothing was changed when no answer came', async () => {
    answer = {};
    reply = { status: 500 };
    await assert.rejects(verify(), {
      code: 'CHECK_OUTCOME_UNKNOWN',
      message: /it may still be running\. Nothing was changed by it; run the command again\.$/,
    });
  });

  it('asks after the network of a function that reached its timeout', async () => {
    answer = { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 30.00 seconds' };
    reply = { headers: { 'x-amz-function-error': 'Unhandled' } };
    await assert.rejects(verify(), {
      code: 'CHECK_FUNCTION_TIMED_OUT',
      message: `${functionName} was ended at its timeout of 30 s. Does its network reach the database? Run the command again then.`,
    });
  });

  it('stops asking when its signal is aborted', async () => {
    answer = { ok: true, database, clientRule: 2 };
    const aborted = AbortSignal.abort(new Error('Ctrl-C'));
    await assert.rejects(checker().verifyClients(target, aborted), { message: 'Ctrl-C' });
  });

  it('returns whether a password logs in', async () => {
    const password = { name: 'sandbox/database/password', version: '1', value: 'secret' };
    for (const login of [true, false]) {
      answer = { ok: true, database, clientRule: 2, login };
      assert.equal(await checker().login(target, password), login);
      assert.deepEqual(asked, { command: 'login', name: password.name, version: '1' });
    }
  });

  it('counts an answer that does not say so as a password that does not log in', async () => {
    answer = { ok: true, database, clientRule: 2 };
    const password = { name: 'sandbox/database/password', version: '1', value: 'secret' };
    assert.equal(await checker().login(target, password), false);
  });

  it('throws the error that the function returns', async () => {
    answer = { ok: false, error: { code: 'ECONNREFUSED', message: 'check-database: connect ECONNREFUSED' } };
    await assert.rejects(verify(), {
      code: 'ECONNREFUSED',
      message: 'check-database: connect ECONNREFUSED',
    });
  });

  const others = [
    undefined,
    null,
    'done',
    {},
    { command: 'describe' },
    { ok: true },
    { ok: true, database },
    { ok: true, database: { port: 5432 }, clientRule: 2 },
    { ok: true, clientRule: 2 },
    { database, clientRule: 2 },
    { ok: false },
    { ok: false, error: { code: 5 }, database, clientRule: 2 },
    { error: { code: 'NO' } },
  ];
  for (const other of others) {
    it(`refuses the answer ${JSON.stringify(other) ?? 'without content'}`, async () => {
      answer = other;
      await assert.rejects(verify(), {
        code: 'CHECK_FUNCTION_FAILED',
        message: `${functionName} did not answer as a check-database function does. Deploy a release that fits this sbw.`,
      });
    });
  }
});
