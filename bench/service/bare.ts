// Runs the statements of a POST and of a GET through pg alone, prepared, behind a bare HTTP server: the floor that the
// service is compared with. ./server.ts starts it, with the statements in its environment.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { newId } from '../../src/service/id.js';
import type { Recorded, Statement } from './recorded.js';

const { connection, connections, recorded } = JSON.parse(process.env.BENCH_STATEMENTS ?? '') as {
  connection: pg.ClientConfig;
  connections: number;
  recorded: Recorded;
};
const idle = await Promise.all(
  Array.from({ length: connections }, async () => {
    const client = new pg.Client(connection);
    await client.connect();
    return client;
  }),
);
const names = new Map(
  Object.entries(recorded).map(([name, statement]) => [(statement as Statement).text, name]),
);
let titleId = Number(process.env.BENCH_TITLE_ID);

async function post(client: pg.Client): Promise<unknown> {
  const { insert, settle, sent } = recorded;
  const id = newId('bol_');
  const inserted = insert.values.with(0, id).with(2, titleId++);
  await run(client, insert, inserted);
  const row = await run(client, settle, settle.values.with(0, id));
  await run(client, sent, [[row?.event_id]]);
  return { id, ...row };
}

async function run(client: pg.Client, { text }: Statement, values: readonly unknown[]) {
  return (await client.query({ name: names.get(text) ?? '', text, values: [...values] })).rows[0];
}

const http = createServer(async (request, response) => {
  if (request.method === 'POST') for await (const _ of request);
  const client = idle.pop();
  if (!client) return response.writeHead(503).end();
  const { find } = recorded;
  const answer = request.method === 'POST' ? await post(client) : await run(client, find, find.values);
  idle.push(client);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});
http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port));
