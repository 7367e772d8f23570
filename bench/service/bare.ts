// Serves the functions' handlers with a bare HTTP server in one process. ./http.ts starts it, with the database's
// settings in its environment.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openService } from '../../test/integration/service/harness.js';
import { openHandlers } from './handlers.js';
import { silenceLog } from './rates.js';

const { server, database } = JSON.parse(process.env.BENCH_DATABASE ?? '');
const { post, get } = openHandlers(openService(server, database));
silenceLog();
const http = createServer(async (request, response) => {
  let body = '';
  if (request.method === 'POST') for await (const chunk of request) body += chunk;
  const {
    statusCode,
    headers,
    body: text,
  } = request.method === 'POST'
    ? await post({ body })
    : await get({ pathParameters: { id: request.url?.split('/')[2] ?? '' } });
  response.writeHead(statusCode, headers).end(text);
});
http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port));
