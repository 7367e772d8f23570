import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { freePort } from '../../../../src/emulator/port.js';
import { callBank, isNotSent } from '../../../../src/service/registration/bank-call.js';

describe('callBank', () => {
  let server: Server;
  let url: URL;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const sockets = new Set<Socket>();

  before(async () => {
    server = createServer((request, response) => answer(request, response));
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path`);
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => sockets.clear());

  const post = (body: unknown = { name: 'José' }, signal = AbortSignal.timeout(5_000)) =>
    callBank({ method: 'POST', url, user: 'usér', password: 'pass:word', body, signal });

  it('sends JSON with Basic authentication, and returns status and body', async () => {
    let received = {};
    answer = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { authorization, 'content-type': type } = request.headers;
        received = { authorization, type, method: request.method, body: Buffer.concat(chunks).toString() };
        response.writeHead(418).end('{"a":1}');
      });
    };
    assert.deepEqual(await post(), { status: 418, body: { a: 1 } });
    assert.deepEqual(received, {
      authorization: `Basic ${Buffer.from('usér:pass:word').toString('base64')}`,
      type: 'application/json;charset=UTF-8',
      method: 'POST',
      body: '{"name":"José"}',
    });
  });

  it('keeps no connection open, because it could break while the process is frozen', async () => {
    answer = (request, response) => response.end(JSON.stringify(request.headers.connection));
    assert.deepEqual([(await post()).body, (await post()).body], ['close', 'close']);
    assert.equal(sockets.size, 2);
  });

  it('follows no redirect, which would send the credentials elsewhere', async () => {
    const requested: unknown[] = [];
    answer = (request, response) => {
      requested.push(request.url);
      if (request.url === '/elsewhere') response.end('{}');
      else response.writeHead(307, { location: '/elsewhere' }).end();
    };
    await assert.rejects(post(), { name: 'TypeError', message: 'fetch failed' });
    assert.deepEqual(requested, ['/path']);
  });

  it('stops when its signal aborts, even in the middle of an answer', async () => {
    answer = (_, response) => response.writeHead(200).write('{');
    await assert.rejects(post({}, AbortSignal.timeout(200)), { name: 'TimeoutError' });
  });

  it('distinguishes a call that was never sent from one that may have been', async () => {
    const nowhere = new URL(`http://127.0.0.1:${await freePort()}`);
    const call = { method: 'GET', user: 'u', password: 'p', signal: AbortSignal.timeout(5_000) } as const;
    const unsent = await callBank({ ...call, url: nowhere }).catch((error: unknown) => error);
    answer = (request) => request.socket.destroy();
    const broken = await callBank({ ...call, url }).catch((error: unknown) => error);
    assert.deepEqual([isNotSent(unsent), isNotSent(broken)], [true, false]);
  });
});
