import { createOutbox } from '../../src/service/boletos/outbox.js';
import { createBoletoRepository } from '../../src/service/boletos/repository.js';
import type { Database } from '../../src/service/database/connection.js';
import type { Service } from '../../src/service/service.js';
import { openHandlers } from './handlers.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements of a POST that is registered at the first attempt, and that of a GET. */
export interface Recorded {
  readonly insert: Statement;
  readonly settle: Statement;
  readonly sent: Statement;
  readonly find: Statement;
}

/**
 * Records the statements of one POST and one GET.
 *
 * @param body of the POST; with a `title_id`, so that the INSERT takes its number from the caller
 */
export async function recordStatements(service: Service, body: Record<string, unknown>): Promise<Recorded> {
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
  await post({ body: JSON.stringify({ ...body, title_id: 1 }) });
  statements.length = 0;
  const answer = await post({ body: JSON.stringify({ ...body, title_id: 2 }) });
  await get({ pathParameters: { id: JSON.parse(answer.body).id } });
  const [insert, settle, sent, find, ...more] = statements;
  if (!insert || !settle || !sent || !find || more.length > 0) {
    throw new Error(`A POST and a GET took ${statements.length} statements and not 4`);
  }
  return { insert, settle, sent, find };
}
