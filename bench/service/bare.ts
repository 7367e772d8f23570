// Runs the statements of a POST and of a GET through pg alone, prepared, behind a bare HTTP server: the floor that the
// service is compared with. ./server.ts starts it, with the statements in its environment.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { newId } from '../../src/service/id.js';
import type { Recorded, RecordedPost, Statement } from './recorded.js';

interface Connection {
  readonly client: pg.Client;
  readonly posts: Readonly<Record<string, RecordedPost | undefined>>;
}

const { connection, recorded } = JSON.parse(process.env.BENCH_STATEMENTS ?? '') as {
  connection: pg.ClientConfig;
  recorded: Recorded;
};
const idle: Connection[] = await Promise.all(
  recorded.always.map(async (always, index) => {
    const client = new pg.Client(connection);
    await client.connect();
    return { client, posts: { '/boletos': always, '/later': recorded.later[index] } };
  }),
);
/** Requests that came while each connection was still busy with the load before. */
const waiting: ((connection: Connection) => void)[] = [];

function take(): Connection | Promise<Connection> {
  return idle.pop() ?? new Promise((resolve) => waiting.push(resolve));
}

function giveBack(connection: Connection): void {
  const next = waiting.shift();
  if (next) next(connection);
  else idle.push(connection);
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return name;
}

/** With `/later`, the last parameters of the first statement are the key and its two hashes; the second ends with the key. */
async function post({ client, posts }: Connection, path: string): Promise<unknown> {
  const { insert, settle, sent } = posts[path] ?? {};
  if (!insert || !settle) throw new Error(`There is no POST ${path}`);
  const id = newId('bol_');
  const key = newId('');
  const isKeyed = path === '/later';
  const inserted = insert.values.with(0, id);
  await run(client, insert, isKeyed ? inserted.with(-3, key) : inserted);
  const settled = settle.values.with(0, id);
  const row = await run(client, settle, isKeyed ? settled.with(-1, key) : settled);
  if (sent) await run(client, sent, [[row.event_id]]);
  return { id, ...row };
}

/** @throws Error if the statement returns no row although it should: it would have done less than the service's */
async function run(client: pg.Client, { text }: Statement, values: readonly unknown[]) {
  const { rows, rowCount } = await client.query({ name: nameOf(text), text, values: [...values] });
  if (rowCount === 0) throw new Error(`No row: ${text}`);
  return rows[0];
}

const http = createServer(async (request, response) => {
  const { method, url = '' } = request;
  if (method === 'POST') for await (const _ of request);
  const connection = await take();
  const { find } = recorded;
  const answer =
    method === 'POST' ? await post(connection, url) : await run(connection.client, find, find.values);
  giveBack(connection);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});
http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port));
