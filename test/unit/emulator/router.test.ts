import assert from 'node:assert/strict';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { SignatureV4 } from '@smithy/signature-v4';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
} from '../../../src/emulator/aws/service.js';
import type { Call, Fault } from '../../../src/emulator/faults.js';
import { Router } from '../../../src/emulator/router.js';
import { ManualClock } from '../../support/manual-clock.js';
import { sha256 } from '../../support/sha256.js';

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('Router', () => {
  const clock = new ManualClock();
  const reports: string[] = [];
  const received: { scope: string; request: AwsRequest }[] = [];
  const calls: Call[] = [];
  let respond: (request: AwsRequest) => Promise<AwsResponse> | AwsResponse;
  let fault: Fault | undefined;
  let port: number;

  const serviceWith = (scope: string): AwsService => ({
    scope,
    handle: async (given) => {
      received.push({ scope, request: given });
      return respond(given);
    },
    encodeError: ({ code, status, message }) => ({ status, body: `${scope}: ${code}: ${message}` }),
    stop: async () => {},
  });
  const router = new Router({
    services: ['execute-api', 'kms', 'bank'].map(serviceWith),
    unsigned: 'execute-api',
    unsignedBelow: (path) => (path.startsWith('/bank/') ? 'bank' : undefined),
    credentials,
    clock,
    report: (line) => reports.push(line),
    faults: (call) => {
      calls.push(call);
      return fault;
    },
  });

  before(async () => {
    port = await router.listen(0);
  });
  after(() => router.close());
  beforeEach(() => {
    for (const list of [reports, received, calls]) list.length = 0;
    fault = undefined;
    respond = () => ({ status: 200, body: 'done' });
  });

  function send(
    path: string,
    { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: object; body?: string } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, path, method, headers: { ...headers } });
      outgoing.on('error', reject);
      outgoing.on('response', async (incoming) => {
        const text = Buffer.concat(await incoming.toArray()).toString();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
      });
      outgoing.end(body);
    });
  }

  async function signed(
    service: string,
    { secret = credentials.secretAccessKey, headers = {}, body = '{}' } = {},
  ) {
    const signer = new SignatureV4({
      credentials: { ...credentials, secretAccessKey: secret },
      region: 'us-east-1',
      service,
      sha256,
    });
    const request = {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: '/',
      headers: { host: `127.0.0.1:${port}`, ...headers },
      body,
    };
    const { headers: all } = await signer.sign(request, { signingDate: clock.now() });
    return send('/', { method: 'POST', headers: all, body });
  }

  for (const [title, scope, ask] of [
    ['the service in the scope of the signature', 'kms', () => signed('kms')],
    ['the default service without a signature', 'execute-api', () => send('/local')],
    ['the service of a path without a signature', 'bank', () => send('/bank/title')],
  ] as const) {
    it(`sends a request to ${title}`, async () => {
      assert.equal((await ask()).body, 'done');
      assert.deepEqual(
        received.map((one) => one.scope),
        [scope],
      );
    });
  }

  it('passes on the whole request', async () => {
    await send('/a/../b%2F?c=d', {
      method: 'PUT',
      headers: { 'X-One': '1', 'x-two': ['2', '3'] },
      body: 'text',
    });
    const [{ request: given } = { request: undefined }] = received;
    assert.equal(given?.method, 'PUT');
    assert.equal(given.target, '/a/../b%2F?c=d');
    assert.equal(given.url.href, `http://127.0.0.1:${port}/b%2F?c=d`);
    assert.equal(given.body.toString(), 'text');
    assert.deepEqual([given.headers['x-one'], given.headers['x-two']], ['1', '2, 3']);
    assert.ok(given.rawHeaders?.includes('X-One'));
    assert.match(given.requestId, /^[0-9a-f-]{36}$/);
  });

  for (const [target, pathname] of [
    ['//bucket', '//bucket'],
    ['*', '/'],
  ] as const) {
    it(`reads the path ${pathname} of ${target}`, async () => {
      await send(target, { method: 'OPTIONS' });
      assert.equal(received[0]?.request.url.pathname, pathname);
    });
  }

  it('adds the request id and the length', async () => {
    respond = () => ({ status: 200, headers: { 'x-many': ['a', 'b'] }, body: 'ç' });
    const { headers } = await send('/');
    assert.equal(headers['x-amzn-requestid'], received[0]?.request.requestId);
    assert.equal(headers['content-length'], '2');
    assert.equal(headers['x-many'], 'a, b');
  });

  for (const [title, answer, length] of [
    ['an empty body', { status: 200 }, '0'],
    ['its own length', { status: 200, headers: { 'content-length': '0' } }, '0'],
    ['status 204', { status: 204 }, undefined],
    ['status 304', { status: 304 }, undefined],
  ] as const) {
    it(`sends ${length === undefined ? 'no length' : 'the length'} for ${title}`, async () => {
      respond = () => answer;
      const { status, headers } = await send('/');
      assert.deepEqual([status, headers['content-length']], [answer.status, length]);
    });
  }

  it('keeps the request id that a service sets', async () => {
    respond = () => ({ status: 200, headers: { 'x-amzn-requestid': 'own' } });
    assert.equal((await send('/')).headers['x-amzn-requestid'], 'own');
  });

  it('refuses a wrong signature in the protocol of the service, and does nothing', async () => {
    const { status, body } = await signed('kms', { secret: 'other' });
    assert.deepEqual([status, body.split(':')[1]], [403, ' InvalidSignatureException']);
    assert.deepEqual([received, calls], [[], []]);
  });

  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  for (const [title, headers, text] of [
    [
      'a form',
      form,
      /<Code>NotImplemented<\/Code><Message>The local stage has no service &quot;iam&quot;\. /,
    ],
    [
      'JSON',
      { 'content-type': 'application/x-amz-json-1.1' },
      /"__type":"NotImplemented","message":"The local stage/,
    ],
    ['no media type', {}, /"__type":"NotImplemented"/],
  ] as const) {
    it(`answers 501 for an unknown service to ${title}, in the same protocol`, async () => {
      const { status, body } = await signed('iam', { headers });
      assert.equal(status, 501);
      assert.match(body, text);
    });
  }

  it("encodes a service's error by that service, without a report", async () => {
    respond = () => {
      throw new AwsError('TooMuch', 429, 'Slow down');
    };
    const { status, body } = await signed('kms');
    assert.deepEqual([status, body, reports], [429, 'kms: TooMuch: Slow down', []]);
  });

  for (const [title, thrown, reported] of [
    ['an error', new TypeError('no'), /^kms failed at POST \/: TypeError: no\n {4}at /],
    [
      'an error without a stack',
      Object.assign(new Error('no'), { stack: undefined }),
      /^kms failed at POST \/: no$/,
    ],
    ['a value that is not an error', 'no', /^kms failed at POST \/: no$/],
  ] as const) {
    it(`answers 500 and reports why, when a service throws ${title}`, async () => {
      respond = () => {
        throw thrown;
      };
      const { status, body } = await signed('kms');
      assert.deepEqual(
        [status, body],
        [500, 'kms: InternalFailure: The local stage failed at this request; its output tells why.'],
      );
      assert.equal(reports.length, 1);
      assert.match(reports[0] ?? '', reported);
    });
  }

  describe('with a fault', () => {
    it('describes the call', async () => {
      const headers = { 'x-amz-target': 'Kms.ListKeys', 'x-amz-security-token': 'f-session' };
      await signed('kms', { headers, body: '{"a":1}' });
      await signed('kms', { headers: form, body: 'Action=Get&Version=1' });
      await signed('kms', { headers: form, body: 'Version=1' });
      await send('/bank/title?x=1');
      assert.deepEqual(
        calls.map((call) => ({ ...call, body: call.body.toString() })),
        [
          {
            service: 'kms',
            operation: 'ListKeys',
            method: 'POST',
            path: '/',
            session: 'f-session',
            body: '{"a":1}',
          },
          {
            service: 'kms',
            operation: 'Get',
            method: 'POST',
            path: '/',
            session: undefined,
            body: 'Action=Get&Version=1',
          },
          { service: 'kms', operation: '', method: 'POST', path: '/', session: undefined, body: 'Version=1' },
          {
            service: 'bank',
            operation: '',
            method: 'GET',
            path: '/bank/title',
            session: undefined,
            body: '',
          },
        ],
      );
    });

    it('answers an error without doing the call', async () => {
      fault = { type: 'error', code: 'ThrottlingException', status: 400 };
      const { status, body } = await signed('kms');
      assert.deepEqual([status, body], [400, 'kms: ThrottlingException: A fault that was asked for.']);
      assert.deepEqual(received, []);
    });

    it('delays a call', async () => {
      fault = { type: 'delay', milliseconds: 5000 };
      const answer = send('/');
      await clock.slept();
      await clock.advance(4999);
      assert.deepEqual(received, []);
      await clock.advance(1);
      assert.equal((await answer).body, 'done');
    });

    for (const [type, isDone] of [
      ['reset', false],
      ['lost-answer', true],
    ] as const) {
      it(`breaks the connection ${isDone ? 'after' : 'before'} the call, for ${type}`, async () => {
        fault = { type };
        await assert.rejects(send('/'), { code: 'ECONNRESET' });
        assert.deepEqual([received.length, reports], [isDone ? 1 : 0, []]);
      });
    }

    for (const done of [true, false]) {
      it(`keeps the connection open without an answer, ${done ? 'after' : 'before'} the call`, async () => {
        fault = { type: 'silence', done };
        const socket = connect(port, '127.0.0.1');
        let text = '';
        socket.on('data', (chunk) => {
          text += String(chunk);
        });
        socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
        // Another request on another connection is answered: the silent one had its turn.
        while (calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
        fault = undefined;
        assert.equal((await send('/')).body, 'done');
        assert.deepEqual([text, socket.readyState, received.length], ['', 'open', done ? 2 : 1]);
        socket.destroy();
      });
    }
  });

  it('aborts the signal of a request when its client disconnects, and only then', async () => {
    let signal: AbortSignal | undefined;
    const arrived = new Promise<void>((resolve) => {
      respond = (given) => {
        signal = given.signal;
        resolve();
        return new Promise(() => {});
      };
    });
    const outgoing = request({ host: '127.0.0.1', port, path: '/' });
    outgoing.on('error', () => {});
    outgoing.end();
    await arrived;
    assert.equal(signal?.aborted, false);
    const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    outgoing.destroy();
    await aborted;

    respond = () => ({ status: 200 });
    await send('/');
    assert.equal(received.at(-1)?.request.signal.aborted, false);
  });

  it('survives a client that disconnects within the body, and reports it', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf', () => socket.destroy());
    while (reports.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(reports, ['A request could not be read: Error: aborted']);
    assert.equal((await send('/')).body, 'done');
  });

  it('keeps idle connections open for a minute', async () => {
    assert.equal(
      (await send('/', { headers: { connection: 'keep-alive' } })).headers['keep-alive'],
      'timeout=60',
    );
  });

  it('rejects a busy port', async () => {
    const other = new Router({ services: [], unsigned: 'x', credentials, clock, report: () => {} });
    await assert.rejects(other.listen(port), { code: 'EADDRINUSE' });
  });

  it('ends open connections when it closes, and can close twice', async () => {
    const other = new Router({
      services: [serviceWith('x')],
      unsigned: 'x',
      credentials,
      clock,
      report: () => {},
    });
    respond = () => new Promise(() => {});
    const otherPort = await other.listen(0);
    const outgoing = request({ host: '127.0.0.1', port: otherPort, path: '/' });
    const failed = new Promise((resolve) => outgoing.on('error', resolve));
    outgoing.end();
    while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([other.close(), other.close()]);
    assert.equal(((await failed) as { code?: string }).code, 'ECONNRESET');
  });
});
