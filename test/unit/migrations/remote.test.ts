import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type MigrationAnswer, migrate } from '../../../src/migrations/index.js';
import { type LambdaEndpoint, serveLambda } from '../../support/lambda-endpoint.js';

const functionName = 'sandbox-superbowleto-migrate-database';

function answer(more: Partial<MigrationAnswer> = {}): MigrationAnswer {
  return { ok: true, command: 'up', applied: [], reverted: [], migrations: [], ...more };
}

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

const payload =
  (body: unknown, headers: Record<string, string> = {}, status = 200): Respond =>
  (_request, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

describe('migrate, asking a Lambda endpoint over HTTP', () => {
  let endpoint: LambdaEndpoint;
  let responses: Respond[];
  let requests: { url: string; body: unknown }[];

  beforeEach(async () => {
    requests = [];
    endpoint = await serveLambda((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        requests.push({
          url: request.url ?? '',
          body: JSON.parse(Buffer.concat(chunks).toString() || 'null'),
        });
        const respond = responses[requests.length - 1] ?? payload({}, {}, 500);
        respond(request, response);
      });
    });
  });
  afterEach(() => endpoint?.stop());

  const up = (more = {}) =>
    migrate({ lambda: endpoint.lambda, functionName, timeout: 300, command: 'up', ...more });

  it('invokes the alias current with the request, and returns the answer', async () => {
    const given = answer({ applied: [{ name: '001-a', milliseconds: 3 }] });
    responses = [payload(given)];
    assert.deepEqual(await up({ to: '001-a' }), given);
    assert.deepEqual(requests, [
      {
        url: `/2015-03-31/functions/${functionName}/invocations?Qualifier=current`,
        body: { command: 'up', to: '001-a' },
      },
    ]);
  });

  it('returns the answer of a failed migration', async () => {
    const failed = answer({
      ok: false,
      error: { code: 'MIGRATION_FAILED', message: 'Migration 001-a failed.' },
    });
    responses = [payload(failed)];
    assert.deepEqual(await up(), failed);
  });

  it('calls again for the rest when the function ran out of time between two migrations', async () => {
    responses = [
      payload(answer({ applied: [{ name: '001-a', milliseconds: 3 }], partial: true })),
      payload(answer({ applied: [{ name: '002-b', milliseconds: 4 }] })),
    ];
    const all = await up({ step: 2 });
    assert.deepEqual(
      all.applied.map(({ name }) => name),
      ['001-a', '002-b'],
    );
    assert.equal(all.partial, undefined);
    assert.deepEqual(
      requests.map(({ body }) => body),
      [
        { command: 'up', step: 2 },
        { command: 'up', step: 1 },
      ],
    );
  });

  it('returns each warning once, and what was applied before a call that failed', async () => {
    const error = { code: 'MIGRATION_FAILED', message: 'Migration 003-c failed.' };
    responses = [
      payload(answer({ applied: [{ name: '001-a', milliseconds: 3 }], partial: true, warnings: ['p', 'a'] })),
      payload(answer({ applied: [{ name: '002-b', milliseconds: 4 }], partial: true, warnings: ['p'] })),
      payload(answer({ ok: false, warnings: ['p', 'c'], error })),
    ];
    const all = await up();
    assert.deepEqual(all.warnings, ['p', 'a', 'c']);
    assert.deepEqual(
      all.applied.map(({ name }) => name),
      ['001-a', '002-b'],
    );
    assert.deepEqual(all.error, error);
  });

  it('stops when the function has too little time to begin a migration', async () => {
    responses = [payload(answer({ partial: true })), payload(answer({ partial: true }))];
    await assert.rejects(up(), {
      code: 'MIGRATE_FUNCTION_TIMED_OUT',
      message: `${functionName} has too little time to begin a migration: its timeout of 300 s is too short.`,
    });
  });

  it('does not send the request again when the answer is lost', async () => {
    responses = [(request) => request.socket.destroy()];
    await assert.rejects(up(), (error: Error & { code: string }) => {
      assert.equal(error.code, 'MIGRATE_OUTCOME_UNKNOWN');
      assert.match(error.message, /it may still be running\. See what it did by: sbw migrate status$/);
      return true;
    });
    assert.equal(requests.length, 1);
  });

  it('does not send the request again when Lambda fails', async () => {
    responses = [payload({ message: 'internal' }, { 'x-amzn-errortype': 'ServiceException' }, 500)];
    await assert.rejects(up(), { code: 'MIGRATE_OUTCOME_UNKNOWN' });
    assert.equal(requests.length, 1);
  });

  it('sends the request again when Lambda throttled it, since nothing began', async () => {
    responses = [
      payload({ message: 'Rate Exceeded.' }, { 'x-amzn-errortype': 'TooManyRequestsException' }, 429),
      payload(answer()),
    ];
    assert.equal((await up()).ok, true);
    assert.equal(requests.length, 2);
  });

  it('throws the error of the system when the endpoint does not answer', async () => {
    responses = [];
    await endpoint.hangUp();
    await assert.rejects(up(), { code: 'ECONNREFUSED' });
  });

  it('reports that Lambda refuses the call', async () => {
    const refusal = { message: 'not authorized' };
    responses = [payload(refusal, { 'x-amzn-errortype': 'AccessDeniedException' }, 403)];
    await assert.rejects(up(), {
      code: 'MIGRATE_FUNCTION_REFUSED',
      message: `Lambda refuses to run ${functionName}: AccessDeniedException: not authorized`,
    });
  });

  it('reports that nothing is deployed', async () => {
    responses = [
      payload({ message: 'Function not found' }, { 'x-amzn-errortype': 'ResourceNotFoundException' }, 404),
    ];
    await assert.rejects(up(), {
      code: 'MIGRATE_FUNCTION_NOT_FOUND',
      message: `There is no function ${functionName} with a release in place. Deploy first: sbw deploy`,
    });
  });

  it('does not call again after a failure, whatever the answer says', async () => {
    const error = { code: 'MIGRATION_FAILED', message: 'Migration 002-b failed.' };
    responses = [payload(answer({ ok: false, partial: true, error }))];
    assert.equal((await up()).ok, false);
    assert.equal(requests.length, 1);
  });

  it('counts what each call reverted, and keeps each warning once', async () => {
    const one = (name: string) => ({ reverted: [{ name, milliseconds: 3 }] });
    responses = [
      payload(answer({ ...one('003-c'), partial: true, warnings: ['slow'] })),
      payload(answer({ ...one('002-b'), partial: true, warnings: ['slow', 'late'] })),
      payload(answer(one('001-a'))),
    ];
    const all = await up({ command: 'down', step: 3 });
    assert.deepEqual([all.reverted.length, all.warnings], [3, ['slow', 'late']]);
    assert.deepEqual(
      requests.map(({ body }) => (body as { step: number }).step),
      [3, 2, 1],
    );
  });

  it('has no warnings when no call has one', async () => {
    responses = [payload(answer({ partial: true })), payload(answer())];
    assert.equal('warnings' in (await up()), false);
  });

  it('reports that the function reached its timeout', async () => {
    const error = {
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: x Error: Task timed out after 300 s',
    };
    responses = [payload(error, { 'x-amz-function-error': 'Unhandled' })];
    await assert.rejects(up(), {
      code: 'MIGRATE_FUNCTION_TIMED_OUT',
      message: `${functionName} was ended at its timeout of 300 s. A migration that had not finished is rolled back, unless it says transaction: false. See where it is by: sbw migrate status`,
    });
  });

  it('reports how the function crashed', async () => {
    const error = { errorType: 'Runtime.ImportModuleError', errorMessage: "Cannot find module 'x'" };
    responses = [payload(error, { 'x-amz-function-error': 'Unhandled' })];
    await assert.rejects(up(), {
      code: 'MIGRATE_FUNCTION_FAILED',
      message: `${functionName} broke: Runtime.ImportModuleError: Cannot find module 'x'`,
    });
  });

  it('refuses an answer of another kind of function', async () => {
    const others = [
      { statusCode: 200 },
      null,
      { ...answer(), ok: 'yes' },
      { ...answer(), applied: undefined },
      { ...answer(), reverted: undefined },
      { ...answer(), migrations: {} },
    ];
    for (const other of others) {
      requests = [];
      responses = [payload(other)];
      await assert.rejects(up(), {
        code: 'MIGRATE_FUNCTION_FAILED',
        message: `${functionName} did not answer as a migrate-database function does. Deploy a release that fits this sbw.`,
      });
    }
  });

  it('throws the reason of an aborted signal', async () => {
    const controller = new AbortController();
    responses = [() => controller.abort(new Error('stopped by hand'))];
    await assert.rejects(up({ signal: controller.signal }), { message: 'stopped by hand' });
  });
});
