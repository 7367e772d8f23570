import pg from 'pg';
import { createOutbox } from '../../src/service/boletos/outbox.js';
import { createBoletoRepository } from '../../src/service/boletos/repository.js';
import type { Database } from '../../src/service/database/connection.js';
import { newId } from '../../src/service/id.js';
import type { TestService } from '../../test/integration/service/harness.js';
import { BODY, openHandlers } from './handlers.js';
import { medianRates, printRatios } from './rates.js';

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Measures the handlers and, as their peer, the same statements sent through pg alone: one request at a time, as in
 * Lambda.
 */
export async function benchStatements(service: TestService, connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { insert, settle, sent, find, id } = await recordStatements(service);
    const { post, get } = openHandlers(service);
    const query = async ({ text }: Statement, values: readonly unknown[]) =>
      (await client.query(text, [...values])).rows[0];
    const rates = await medianRates({
      'POST, the handler': () => post({ body: BODY }),
      'POST, its statements': async () => {
        const row = await query(insert, [newId('bol_'), ...insert.values.slice(1)]);
        const { messages } = await query(settle, [row.id, ...settle.values.slice(1)]);
        await query(sent, [[messages[0].id]]);
      },
      'GET, the handler': () => get({ pathParameters: { id } }),
      'GET, its statement': () => query(find, find.values),
    });
    printRatios('Handlers beside their statements alone, one request at a time, a second', rates, [
      ['POST, the handler', 'POST, its statements'],
      ['GET, the handler', 'GET, its statement'],
    ]);
  } finally {
    await client.end();
  }
}

async function recordStatements(service: TestService) {
  const statements: Statement[] = [];
  const database: Database = {
    ...service.database,
    query(text, values, deadline) {
      statements.push({ text, values });
      return service.database.query(text, values, deadline);
    },
  };
  const outbox = createOutbox(database, async () => {}, service.settings.boletosToRegisterQueueUrl);
  const recorded = { ...service, database, repository: createBoletoRepository(database), outbox };
  const { post, get } = openHandlers(recorded);
  await post({ body: BODY });
  statements.length = 0;
  const { body } = await post({ body: BODY });
  const { id } = JSON.parse(body) as { id: string };
  await get({ pathParameters: { id } });
  const [insert, settle, sent, find, ...more] = statements;
  if (!insert || !settle || !sent || !find || more.length > 0)
    throw new Error(`${statements.length} statements`);
  return { insert, settle, sent, find, id };
}
