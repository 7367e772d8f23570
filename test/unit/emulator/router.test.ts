import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { AwsError } from '../../../src/emulator/aws/service.js';
import { Router } from '../../../src/emulator/router.js';
import { credentials, form, RouterStage } from './router-stage.js';

describe('Router', () => {
  let stage: RouterStage;

  beforeEach(async () => {
    stage = await RouterStage.start();
  });
  afterEach(() => stage.close());

  for (const [title, scope, ask] of [
    ['the service in the scope of the signature', 'kms', () => stage.signed('kms')],
    ['the default service without a signature', 'execute-api', () => stage.send('/local')],
    ['the service of a path without a signature', 'bank', () => stage.send('/bank/title')],
  ] as const) {
    it(`sends a request to ${title}`, async () => {
      assert.equal((await ask()).body, 'done');
      assert.deepEqual(
        stage.received.map((one) => one.scope),
        [scope],
      );
    });
  }

  it('passes on the whole request', async () => {
    await stage.send('/a/../b%2F?c=d', {
      method: 'PUT',
      headers: { 'X-One': '1', 'x-two': ['2', '3'] },
      body: 'text',
    });
    const [{ request: given } = { request: undefined }] = stage.received;
    assert.equal(given?.method, 'PUT');
    assert.equal(given.target, '/a/../b%2F?c=d');
    assert.equal(given.url.href, `http://127.0.0.1:${stage.port}/b%2F?c=d`);
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
      await stage.send(target, { method: 'OPTIONS' });
      assert.equal(stage.received[0]?.request.url.pathname, pathname);
    });
  }

  it('adds the request id and the length', async () => {
    stage.respond = () => ({ status: 200, headers: { 'x-many': ['a', 'b'] }, body: 'ç' });
    const { headers } = await stage.send('/');
    assert.equal(headers['x-amzn-requestid'], stage.received[0]?.request.requestId);
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
      stage.respond = () => answer;
      const { status, headers } = await stage.send('/');
      assert.deepEqual([status, headers['content-length']], [answer.status, length]);
    });
  }

  it('keeps the request id that a service sets', async () => {
    stage.respond = () => ({ status: 200, headers: { 'x-amzn-requestid': 'own' } });
    assert.equal((await stage.send('/')).headers['x-amzn-requestid'], 'own');
  });

  it('refuses a wrong signature in the protocol of the service, and does nothing', async () => {
    const { status, body } = await stage.signed('kms', { secret: 'other' });
    assert.deepEqual([status, body.split(':')[1]], [403, ' InvalidSignatureException']);
    assert.deepEqual([stage.received, stage.calls], [[], []]);
  });

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
      const { status, body } = await stage.signed('iam', { headers });
      assert.equal(status, 501);
      assert.match(body, text);
    });
  }

  it("encodes a service's error by that service, without a report", async () => {
    stage.respond = () => {
      throw new AwsError('TooMuch', 429, 'Slow down');
    };
    const { status, body } = await stage.signed('kms');
    assert.deepEqual([status, body, stage.reports], [429, 'kms: TooMuch: Slow down', []]);
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
      stage.respond = () => {
        throw thrown;
      };
      const { status, body } = await stage.signed('kms');
      assert.deepEqual(
        [status, body],
        [500, 'kms: InternalFailure: The local stage failed at this request; its output tells why.'],
      );
      assert.equal(stage.reports.length, 1);
      assert.match(stage.reports[0] ?? '', reported);
    });
  }

  it('aborts the signal of a request when its client disconnects, and only then', async () => {
    let signal: AbortSignal | undefined;
    const arrived = new Promise<void>((resolve) => {
      stage.respond = (given) => {
        signal = given.signal;
        resolve();
        return new Promise(() => {});
      };
    });
    const outgoing = request({ host: '127.0.0.1', port: stage.port, path: '/' });
    outgoing.on('error', () => {});
    outgoing.end();
    await arrived;
    assert.equal(signal?.aborted, false);
    const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    outgoing.destroy();
    await aborted;

    stage.respond = () => ({ status: 200 });
    await stage.send('/');
    assert.equal(stage.received.at(-1)?.request.signal.aborted, false);
  });

  it('survives a client that disconnects within the body, and reports it', async () => {
    const socket = connect(stage.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf', () => socket.destroy());
    while (stage.reports.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(stage.reports, ['A request could not be read: Error: aborted']);
    assert.equal((await stage.send('/')).body, 'done');
  });

  it('keeps idle connections open for a minute', async () => {
    assert.equal(
      (await stage.send('/', { headers: { connection: 'keep-alive' } })).headers['keep-alive'],
      'timeout=60',
    );
  });

  it('rejects a busy port', async () => {
    const other = new Router({
      services: [],
      unsigned: 'x',
      credentials,
      clock: stage.clock,
      report: () => {},
    });
    await assert.rejects(other.listen(stage.port), { code: 'EADDRINUSE' });
  });

  it('ends open connections when it closes, and can close twice', async () => {
    const other = new Router({
      services: [stage.serviceWith('x')],
      unsigned: 'x',
      credentials,
      clock: stage.clock,
      report: () => {},
    });
    stage.respond = () => new Promise(() => {});
    const otherPort = await other.listen(0);
    const outgoing = request({ host: '127.0.0.1', port: otherPort, path: '/' });
    const failed = new Promise((resolve) => outgoing.on('error', resolve));
    outgoing.end();
    while (stage.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([other.close(), other.close()]);
    assert.equal(((await failed) as { code?: string }).code, 'ECONNRESET');
  });
});
