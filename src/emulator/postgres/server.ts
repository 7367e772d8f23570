import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Report } from '../../report.js';
import { EmulatorError } from '../emulator-error.js';
import { endProcess } from '../processes.js';
import { environment, identity } from './initdb.js';
import { SHUTDOWN } from './leftover.js';
import type { RunAs } from './run-as.js';

export interface ServerOptions {
  readonly postgres: string;
  readonly folder: string;
  readonly runAs: RunAs | undefined;
  readonly login: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
  /** File to which the server appends its messages. */
  readonly log: string;
  readonly report: Report;
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  // A power failure may lose the state; the end of a process does not.
  fsync: 'off',
  full_page_writes: 'off',
  // A statement may contain secrets.
  log_min_error_statement: 'panic',
};

/** Milliseconds. */
const START_LIMIT = 30_000;

/** Starts the server and waits until its superuser can log in. @throws EmulatorError POSTGRES_START_FAILED */
export async function runServer(options: ServerOptions): Promise<{ stop: () => Promise<void> }> {
  const { postgres, folder, runAs, login, report } = options;
  const args = ['-D', folder, '-p', String(login.port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const log = openSync(options.log, 'a', 0o600);
  // In a process group of its own: Ctrl-C reaches only the emulator, which then ends its parts in order.
  const child = spawn(postgres, args, {
    ...identity(runAs),
    cwd: '/',
    env: environment,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= endProcess(child.pid ?? 0, SHUTDOWN);
    return stopping;
  };
  try {
    await ready(child, options);
  } catch (error) {
    await stop();
    throw error;
  }
  child.on('exit', (code, signal) => {
    if (!stopping)
      report(`PostgreSQL ended by itself (${signal ?? code}); its messages are in ${options.log}`);
  });
  return { stop };
}

async function ready(child: ChildProcess, options: ServerOptions): Promise<void> {
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', (code, signal) => {
    failure ??= `it ended with ${signal ?? code}`;
  });
  const deadline = performance.now() + START_LIMIT;
  while (!(await canLogIn(options.login))) {
    if (performance.now() > deadline) failure ??= `it is not ready after ${START_LIMIT / 1000} s`;
    if (failure) {
      throw new EmulatorError(
        'POSTGRES_START_FAILED',
        `PostgreSQL did not start: ${failure}. Its last messages: ${lastLines(options.log)}`,
      );
    }
    await delay(20);
  }
}

async function canLogIn(login: ServerOptions['login']): Promise<boolean> {
  const client = new pg.Client({ ...login, database: 'postgres' });
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 57P03: the database system is starting up.
    if (['ECONNREFUSED', 'ECONNRESET', '57P03'].includes((error as { code?: string }).code ?? ''))
      return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ');
}
