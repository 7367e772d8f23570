import { createOutbox } from '../../src/service/boletos/outbox.js';
import { createBoletoRepository } from '../../src/service/boletos/repository.js';
import type { Database } from '../../src/service/database/connection.js';
import type { ProxyEvent } from '../../src/service/http/request.js';
import type { Service } from '../../src/service/service.js';
import { openHandlers } from './handlers.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements of a POST that is registered at the first attempt. */
export interface RecordedPost {
  readonly insert: Statement;
  readonly settle: Statement;
  /** Undefined if the POST sends no message. */
  readonly sent?: Statement | undefined;
}

/** The wallets of ten connections, so that none waits for another's row. */
export interface Recorded {
  readonly always: readonly RecordedPost[];
  /** With a key, for a tenant whose queue is told only what comes later. */
  readonly later: readonly RecordedPost[];
  readonly find: Statement;
}

/** Records the statements of POST and GET. */
export function createRecorder(service: Service) {
  const statements: Statement[] = [];
  const database: Database = {
    ...service.database,
    query(text, values, deadline) {
      statements.push({ text, values });
      return service.database.query(text, values, deadline);
    },
  };
  const outbox = createOutbox(database, async () => {}, service.settings.boletosToRegisterQueueUrl);
  const repository = createBoletoRepository(database);
  const { post, get } = openHandlers({ ...service, database, repository, outbox });
  let id = '';
  return {
    /** @param event each call makes one that differs in its key only */
    async post(event: () => Partial<ProxyEvent>): Promise<RecordedPost> {
      // The first one also reads the tenant and the wallet's owner.
      await post(event());
      statements.length = 0;
      id = JSON.parse((await post(event())).body).id;
      const [insert, settle, sent, ...more] = statements;
      if (!insert || !settle || more.length > 0)
        throw new Error(`A POST took ${statements.length} statements`);
      return { insert, settle, sent };
    },
    /** Records the GET of the boleto that was posted last. */
    async get(event: Partial<ProxyEvent> = {}): Promise<Statement> {
      await get({ ...event, pathParameters: { id } });
      const find = statements.at(-1);
      if (!find) throw new Error('A GET took no statement');
      return find;
    },
  };
}
