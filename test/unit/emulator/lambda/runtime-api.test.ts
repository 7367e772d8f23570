import assert from 'node:assert/strict';
import { request } from 'node:http';
import {
  MAX_RESPONSE,
  RuntimeApi,
  type RuntimeInvocation,
} from '../../../../src/emulator/lambda/execution/runtime-api.js';
import { until } from '../../../support/until.js';

const INVOCATION: RuntimeInvocation = {
  requestId: 'id-1',
  deadline: 1234,
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  traceId: 'Root=1',
  clientContext: undefined,
  payload: Buffer.from('{"a":1}'),
};

describe('RuntimeApi', () => {
  let api: RuntimeApi;
  let address: string;
  let events: unknown[];

  beforeEach(async () => {
    events = [];
    const record =
      (name: string) =>
      (value?: Buffer | number): void =>
        void events.push([name, Buffer.isBuffer(value) ? value.toString() : value]);
    api = new RuntimeApi({
      onNext: record('next'),
      onResponse: record('response'),
      onTooLarge: record('too-large'),
      onError: record('error'),
      onInitializationError: record('initialization-error'),
    });
    address = await api.listen();
  });
  afterEach(() => api.close());

  const send = async (method: string, path: string, body?: string) => {
    const answer = await fetch(`http://${address}/2018-06-01/runtime/${path}`, {
      method,
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  /** Asks for an invocation and receives it. */
  async function receive(invocation = INVOCATION, headers: Record<string, string> = {}) {
    const answer = fetch(`http://${address}/2018-06-01/runtime/invocation/next`, { headers });
    await until('the runtime waits', () => api.isWaiting);
    api.deliver(invocation);
    return answer;
  }
  const INVALID_ID = { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' };

  it('delivers an invocation to the runtime that waits for it', async () => {
    const answer = await receive({ ...INVOCATION, clientContext: '{"b":2}' });
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), '{"a":1}');
    const header = (name: string) => answer.headers.get(`lambda-runtime-${name}`);
    assert.deepEqual(
      ['aws-request-id', 'deadline-ms', 'invoked-function-arn', 'trace-id', 'client-context'].map(header),
      ['id-1', '1234', INVOCATION.functionArn, 'Root=1', '{"b":2}'],
    );
    assert.equal(api.isWaiting, false);
  });

  it('sends no client context when the caller gave none', async () => {
    const { headers } = await receive();
    assert.equal(headers.has('lambda-runtime-client-context'), false);
  });

  for (const [headers, peak] of [
    [{ 'lambda-runtime-peak-memory': '2048' }, 2048],
    [{ 'lambda-runtime-peak-memory': 'x' }, undefined],
    [{}, undefined],
  ] as const) {
    it(`reports the peak memory ${peak} for ${JSON.stringify(headers)}`, async () => {
      await receive(INVOCATION, headers);
      assert.deepEqual(events, [['next', peak]]);
    });
  }

  it('cannot deliver to a runtime that does not wait', () => {
    assert.throws(() => api.deliver(INVOCATION), new Error('The runtime is not waiting for an invocation'));
  });

  it('notices that a waiting runtime disconnects', async () => {
    const outgoing = request(`http://${address}/2018-06-01/runtime/invocation/next`);
    outgoing.on('error', () => undefined);
    outgoing.end();
    await until('the runtime waits', () => api.isWaiting);
    outgoing.destroy();
    await until('the runtime does not wait', () => !api.isWaiting);
  });

  for (const type of ['response', 'error'] as const) {
    it(`accepts one ${type} to an invocation`, async () => {
      await receive();
      const path = `invocation/id-1/${type}`;
      assert.deepEqual(await send('POST', path, '"text"'), { status: 202, body: { status: 'OK' } });
      assert.deepEqual(events.slice(1), [[type, '"text"']]);
      assert.deepEqual(await send('POST', path, '"again"'), { status: 400, body: INVALID_ID });
      assert.equal(events.length, 2);
    });
  }

  it('accepts an error of the initialization', async () => {
    assert.deepEqual(await send('POST', 'init/error', '{}'), { status: 202, body: { status: 'OK' } });
    assert.deepEqual(events, [['initialization-error', '{}']]);
  });

  it('refuses an answer to another invocation', async () => {
    await receive();
    const refused = { status: 400, body: INVALID_ID };
    assert.deepEqual(await send('POST', 'invocation/id-2/response', '1'), refused);
    assert.equal((await send('POST', 'invocation/id-1/response', '1')).status, 202);
  });

  for (const [method, path] of [
    ['POST', 'invocation/next'],
    ['GET', 'init/error'],
    ['GET', 'invocation/id-1/response'],
    ['POST', 'invocation/id-1/other'],
    ['POST', 'invocation/id-1/response/more'],
    ['POST', 'other/invocation/id-1/response'],
  ] as const) {
    it(`refuses ${method} ${path}`, async () => {
      await receive();
      const errorMessage = `There is no ${method} /2018-06-01/runtime/${path}`;
      assert.deepEqual(await send(method, path, method === 'POST' ? '1' : undefined), {
        status: 404,
        body: { errorType: 'InvalidResource', errorMessage },
      });
      assert.equal(events.length, 1);
    });
  }

  it('accepts an answer of 6291556 bytes, and no byte more', async () => {
    assert.equal(MAX_RESPONSE, 6_291_556);
    await receive();
    assert.equal((await send('POST', 'invocation/id-1/response', 'x'.repeat(MAX_RESPONSE))).status, 202);
    await receive();
    assert.deepEqual(await send('POST', 'invocation/id-1/response', 'x'.repeat(MAX_RESPONSE + 1)), {
      status: 413,
      body: {
        errorType: 'RequestEntityTooLarge',
        errorMessage: 'Exceeded maximum allowed payload size (6291556 bytes).',
      },
    });
    assert.deepEqual(
      events.map((event) => (event as [string])[0]),
      ['next', 'response', 'next', 'too-large'],
    );
  });
});
