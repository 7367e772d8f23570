import assert from 'node:assert/strict';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { askFunction, invoke, verifyAnswered, type Wording } from '../../../src/invocation/index.js';
import { type LambdaEndpoint, serveLambda } from '../../support/lambda-endpoint.js';

const functionName = 'sandbox-sample-one';
const WORDING: Wording = { code: 'SAMPLE', unknown: 'Look here.', timedOut: 'Look there.' };

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const lambdaError = (status: number, type: string, message: string): Answer => ({
  status,
  headers: { 'x-amzn-errortype': type },
  body: JSON.stringify({ message }),
});
const functionError = (body: unknown): Answer => ({
  headers: { 'x-amz-function-error': 'Unhandled' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('the invocation of a function, against a Lambda endpoint over HTTP', () => {
  let endpoint: LambdaEndpoint;
  /** Sent in order; the last one is repeated. */
  let answers: Answer[];
  let requests: { url: string | undefined; logType: unknown; body: string }[];

  beforeEach(async () => {
    requests = [];
    endpoint = await serveLambda(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const logType = request.headers['x-amz-log-type'];
      requests.push({ url: request.url, logType, body: Buffer.concat(chunks).toString() });
      const [answer] = answers.length > 1 ? answers.splice(0, 1) : answers;
      response.writeHead(answer?.status ?? 200, answer?.headers).end(answer?.body);
    });
  });
  afterEach(() => endpoint?.stop());

  const invocation = (more: { qualifier?: string; signal?: AbortSignal } = {}) => ({
    lambda: endpoint.lambda,
    functionName,
    timeout: 30,
    ...more,
  });

  describe('invoke', () => {
    it('returns the answer as text and parsed, with the version that ran', async () => {
      answers = [{ headers: { 'x-amz-executed-version': '7' }, body: '{ "a": 1 }' }];
      const invoked = await invoke(invocation({ qualifier: '7' }), '{"b":2}');
      assert.deepEqual(invoked, { version: '7', text: '{ "a": 1 }', answer: { a: 1 } });
      assert.deepEqual(requests, [
        {
          url: `/2015-03-31/functions/${functionName}/invocations?Qualifier=7`,
          logType: undefined,
          body: '{"b":2}',
        },
      ]);
    });

    it('waits 30 seconds longer than the timeout of the function', async () => {
      const waits: unknown[] = [];
      const lambda = {
        send: async (_: unknown, { requestTimeout }: { requestTimeout: number }) => {
          waits.push(requestTimeout);
          return {};
        },
      } as unknown as LambdaClient;
      await invoke({ ...invocation(), lambda }, '{}');
      assert.deepEqual(waits, [60_000]);
    });

    it('returns null for an answer that is not JSON', async () => {
      answers = [{ body: '' }];
      assert.deepEqual(await invoke(invocation(), '{}'), { text: '', answer: null });
    });

    it('returns the log when it is asked for', async () => {
      const log = Buffer.from('START\ncalled\n').toString('base64');
      answers = [{ headers: { 'x-amz-log-result': log }, body: '1' }];
      const { logs } = await invoke(invocation(), '{}', { logs: true });
      assert.deepEqual([logs, requests[0]?.logType], ['START\ncalled\n', 'Tail']);
    });

    it('returns the class and the message of what the function threw', async () => {
      answers = [functionError({ errorType: 'TypeError', errorMessage: 'no such bank' })];
      const invoked = await invoke(invocation(), '{}');
      assert.deepEqual(invoked.failure, { type: 'TypeError', message: 'no such bank', timedOut: false });
      assert.throws(() => verifyAnswered(invocation(), invoked), {
        code: 'INVOKE_FUNCTION_FAILED',
        message: `${functionName} broke: TypeError: no such bank`,
      });
    });

    it('returns the text of a failure that is not JSON', async () => {
      answers = [functionError('Runtime exited')];
      const { failure } = await invoke(invocation(), '{}');
      assert.deepEqual(failure, { type: 'Error', message: 'Runtime exited', timedOut: false });
    });

    const timeouts = [
      { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: 1 Error: it took too long' },
      { errorMessage: '2026-11-24T12:00:00.000Z 1 Task timed out after 30.00 seconds' },
    ];
    for (const body of timeouts) {
      it(`recognizes a timeout in ${JSON.stringify(body)}`, async () => {
        answers = [functionError(body)];
        const invoked = await invoke(invocation(), '{}');
        assert.equal(invoked.failure?.timedOut, true);
        assert.throws(() => verifyAnswered(invocation(), invoked), {
          code: 'INVOKE_FUNCTION_TIMED_OUT',
          message: `${functionName} was ended at its timeout of 30 s. See what it did by: sbw logs`,
        });
      });
    }
  });

  describe('askFunction', () => {
    const ask = (more = {}) => askFunction(invocation(more), { command: 'x' }, WORDING);

    it('sends the request as JSON to the alias current, and returns the answer', async () => {
      answers = [{ body: '{"ok":true}' }];
      assert.deepEqual(await ask(), { ok: true });
      assert.deepEqual(requests, [
        {
          url: `/2015-03-31/functions/${functionName}/invocations?Qualifier=current`,
          logType: undefined,
          body: '{"command":"x"}',
        },
      ]);
    });

    it('throws in the words of its caller when the function throws or times out', async () => {
      answers = [functionError({ errorType: 'Error', errorMessage: 'x' })];
      await assert.rejects(ask(), {
        code: 'SAMPLE_FUNCTION_FAILED',
        message: `${functionName} broke: Error: x`,
      });
      answers = [functionError({ errorType: 'Sandbox.Timedout', errorMessage: 'x' })];
      await assert.rejects(ask(), {
        code: 'SAMPLE_FUNCTION_TIMED_OUT',
        message: `${functionName} was ended at its timeout of 30 s. Look there.`,
      });
    });

    it('does not retry when the outcome is unknown', async () => {
      answers = [lambdaError(500, 'ServiceException', 'x'), { body: '{}' }];
      await assert.rejects(ask(), {
        code: 'SAMPLE_OUTCOME_UNKNOWN',
        message: `No answer came from ${functionName} (ServiceException: x); it may still be running. Look here.`,
      });
      assert.equal(requests.length, 1);
    });

    it('retries when Lambda had too many requests: it started nothing', async () => {
      answers = [lambdaError(429, 'TooManyRequestsException', 'x'), { body: '"second"' }];
      assert.equal(await ask(), 'second');
      assert.equal(requests.length, 2);
    });

    it('says what is missing: a release, or the version that was named', async () => {
      answers = [lambdaError(404, 'ResourceNotFoundException', 'x')];
      await assert.rejects(ask(), {
        code: 'SAMPLE_FUNCTION_NOT_FOUND',
        message: `There is no function ${functionName} with a release in place. Deploy first: sbw deploy`,
      });
      await assert.rejects(ask({ qualifier: '7' }), {
        code: 'SAMPLE_FUNCTION_NOT_FOUND',
        message: `There is no function ${functionName} with an alias or version 7. What is there says: sbw status`,
      });
    });

    for (const [status, name] of [
      [403, 'AccessDeniedException'],
      [501, 'NotImplementedException'],
    ] as const) {
      it(`takes ${status} for a refusal`, async () => {
        answers = [lambdaError(status, name, 'x')];
        await assert.rejects(ask(), {
          code: 'SAMPLE_FUNCTION_REFUSED',
          message: `Lambda refuses to run ${functionName}: ${name}: x`,
        });
      });
    }

    it('passes on the error of a request that was never sent', async () => {
      await endpoint.hangUp();
      await assert.rejects(ask(), { code: 'ECONNREFUSED' });
    });

    it('throws the reason of the signal when it is interrupted', async () => {
      answers = [{ body: '{}' }];
      const reason = new Error('Interrupted.');
      await assert.rejects(ask({ signal: AbortSignal.abort(reason) }), reason);
      assert.equal(requests.length, 0);
    });
  });
});
