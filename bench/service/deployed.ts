// Serves the functions as they are deployed behind a bare HTTP server, from the folder in the argument. ./server.ts starts
// it, with the functions' settings in its environment.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProxyAnswer } from '../../src/service/http/answer.js';
import type { ProxyEvent } from '../../src/service/http/request.js';
import { newId } from '../../src/service/id.js';

type Handler = (event: ProxyEvent, context: object) => Promise<ProxyAnswer>;

const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 10_000 };
const [folder = ''] = process.argv.slice(2);
const load = async (name: string): Promise<Handler> =>
  (await import(pathToFileURL(join(folder, `${name}.js`)).href)).handler;
const post = await load('create-boleto');
const get = await load('show-boleto');

/** `/later` is the tenant whose queue is told only what comes later; each of its requests has a key. */
function eventOf(method: string, path: string, body: string): ProxyEvent {
  const [, first, id] = path.split('/');
  const isLater = first === 'later';
  return {
    httpMethod: method,
    resource: method === 'POST' ? '/boletos' : '/boletos/{id}',
    headers: isLater ? { 'idempotency-key': newId('') } : null,
    pathParameters: id === undefined ? null : { id },
    body,
    requestContext: {
      requestId: 'bench',
      identity: { apiKeyId: isLater ? 'key-of-later' : 'key-of-default' },
    },
  };
}

const http = createServer(async (request, response) => {
  let body = '';
  if (request.method === 'POST') for await (const chunk of request) body += chunk;
  const { method = '', url = '' } = request;
  const handler = method === 'POST' ? post : get;
  const { statusCode, headers, body: text } = await handler(eventOf(method, url, body), context);
  response.writeHead(statusCode, headers).end(text);
});
http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port));
