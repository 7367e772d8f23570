import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { EmulatorError } from '../emulator-error.js';
import type { RunAs } from './run-as.js';
import { scramVerifier } from './scram.js';

/** The role that only the stage uses, as RDS has one of its own. */
export const SUPERUSER = 'rdsadmin';

/** Nothing of the caller's environment reaches PostgreSQL: it may hold keys, and LC_* and PG* change what it does. */
export const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes an empty cluster in `folder`, replacing whatever an interrupted attempt left there. */
export async function initialise(
  initdb: string,
  folder: string,
  password: string,
  runAs: RunAs | undefined,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  mkdirSync(folder, { mode: 0o700 });
  const passwordFile = `${folder}.verifier`;
  writeFileSync(passwordFile, `${scramVerifier(password)}\n`, { mode: 0o600 });
  try {
    if (runAs) for (const path of [folder, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
    await run(
      initdb,
      [
        `--pgdata=${folder}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      runAs,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function run(program: string, args: string[], runAs: RunAs | undefined): Promise<void> {
  const child = spawn(program, args, {
    ...identity(runAs),
    cwd: '/',
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [code, errors] = await Promise.all([ended, text(child.stderr)]);
  if (code === 0) return;
  throw new EmulatorError(
    'POSTGRES_INITDB_FAILED',
    `initdb could not make a database cluster: ${errors.trim()}`,
  );
}

export function identity(runAs: RunAs | undefined): { uid?: number; gid?: number } {
  return runAs ? { uid: runAs.uid, gid: runAs.gid } : {};
}

/** Throws EmulatorError POSTGRES_VERSION when `folder` was written by another major version. */
export function verifyVersion(folder: string, packageMajor: string): void {
  const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (found === packageMajor) return;
  throw new EmulatorError(
    'POSTGRES_VERSION',
    `The stage's database was made by PostgreSQL ${found}; PostgreSQL ${packageMajor} is installed now. Delete the stage's state by: sbw local reset`,
  );
}
