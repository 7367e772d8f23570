import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../../../src/service/database/connection.js';
import type { DatabaseStage } from '../../support/database-stage.js';
import { until } from '../../support/until.js';

type Database = ReturnType<typeof createDatabase>;

/** Queries of a client until it is a new process, which reads the password anew. */
const LIFE = 8;
/** Milliseconds between two queries of a client at most. */
const PAUSE = 200;

/**
 * Clients of the database as the functions of the service are. Half of their queries are made on a connection of their
 * own, that has to log in; the others on one that stays open.
 */
export class Clients {
  readonly failures: string[] = [];
  queries = 0;
  /** Of the queries. */
  logins = 0;
  #running = true;
  readonly #stage: DatabaseStage;
  readonly #clients: Promise<void>[];

  constructor(stage: DatabaseStage, count: number) {
    this.#stage = stage;
    this.#clients = Array.from({ length: count }, () => this.#client());
  }

  /** Until they have made `more` queries from now on. */
  async goOn(more: number): Promise<void> {
    const enough = this.queries + more;
    await until(`${more} queries more`, () => this.queries >= enough, 60_000);
  }

  /** Ends them after the queries that they are in. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#clients);
  }

  async #client(): Promise<void> {
    while (this.#running) {
      const database = this.#open();
      for (let query = 0; query < LIFE && this.#running; query++) {
        const ask = query % 2 === 0 ? logInAndAsk : askKept;
        if (ask === logInAndAsk) this.logins++;
        this.queries++;
        await ask(database).catch((error: unknown) => this.failures.push(String(error)));
        await delay(Math.random() * PAUSE);
      }
      await database.close();
    }
  }

  #open(): Database {
    const { host, port } = this.#stage.postgres;
    const settings = {
      environment: 'test',
      database: { host, port, name: 'superbowleto', user: 'superbowleto', ssl: 'disable' },
    } as Parameters<typeof createDatabase>[0];
    return createDatabase(settings, async () => this.#stage.credstash);
  }
}

/** As long as a request of the API has. */
const deadline = () => Date.now() + 10_000;

async function askKept(database: Database): Promise<void> {
  await database.query('select 1', [], deadline());
}

async function logInAndAsk(database: Database): Promise<void> {
  const client = await database.open(deadline());
  try {
    await client.query('select 1');
  } finally {
    await client.end();
  }
}
