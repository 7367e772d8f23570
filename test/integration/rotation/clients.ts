import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../../../src/service/database/connection.js';
import type { DatabaseStage } from '../../support/database-stage.js';
import { until } from '../../support/until.js';

type Database = ReturnType<typeof createDatabase>;

/** Number of queries before a client starts again, as a new process that reads the password. */
const QUERIES_PER_PROCESS = 8;
/** Longest pause between two queries of a client, in milliseconds. */
const PAUSE = 200;

/**
 * Clients that use the database as the service's functions do. Every other query opens a connection and logs in; the
 * rest use one that stays open.
 */
export class Clients {
  readonly failures: string[] = [];
  queries = 0;
  /** Number of queries that logged in. */
  logins = 0;
  #running = true;
  readonly #stage: DatabaseStage;
  readonly #clients: Promise<void>[];

  constructor(stage: DatabaseStage, count: number) {
    this.#stage = stage;
    this.#clients = Array.from({ length: count }, () => this.#client());
  }

  /** Waits until they have made `more` further queries. */
  async untilQueries(more: number): Promise<void> {
    const enough = this.queries + more;
    await until(`${more} queries more`, () => this.queries >= enough, 60_000);
  }

  /** Stops them once their running queries have ended. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#clients);
  }

  async #client(): Promise<void> {
    while (this.#running) {
      const database = this.#open();
      for (let query = 0; query < QUERIES_PER_PROCESS && this.#running; query++) {
        const run = query % 2 === 0 ? queryAfterLogin : queryKept;
        if (run === queryAfterLogin) this.logins++;
        this.queries++;
        await run(database).catch((error: unknown) => this.failures.push(String(error)));
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

/** A request to the API has as long. */
const deadline = () => Date.now() + 10_000;

async function queryKept(database: Database): Promise<void> {
  await database.query('select 1', [], deadline());
}

async function queryAfterLogin(database: Database): Promise<void> {
  const client = await database.open(deadline());
  try {
    await client.query('select 1');
  } finally {
    await client.end();
  }
}
