import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { EmulatorError } from '../emulator-error.js';
import type { RunAs } from './run-as.js';
import { scramVerifier } from './scram.js';

/** The superuser, which only the emulator uses. RDS has one of this name too. */
export const SUPERUSER = 'rdsadmin';

/** The whole environment of PostgreSQL. The caller's may contain secrets, and LC_* and PG* would change the server. */
export const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Creates an empty cluster in `folder`, and deletes what an interrupted attempt left there. @throws EmulatorError POSTGRES_INITDB_FAILED */
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

/** Returns the ids for `spawn`; none to run as the current user. */
export function identity(runAs: RunAs | undefined): { uid?: number; gid?: number } {
  return runAs ? { uid: runAs.uid, gid: runAs.gid } : {};
}

/** Verifies that this major version created the cluster in `folder`. @throws EmulatorError POSTGRES_VERSION */
export function verifyVersion(folder: string, packageMajor: string): void {
  const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (found === packageMajor) return;
  throw new EmulatorError(
    'POSTGRES_VERSION',
    `The stage's database was made by PostgreSQL ${found}; PostgreSQL ${packageMajor} is installed now. Delete the stage's state by: sbw local reset`,
  );
}
