import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Outcome, run, runOrThrow } from './run.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What `sbw local status --json` prints. */
export interface Status {
  running: boolean;
  api: { url: string; tenant: string; key: string; second: { tenant: string; key: string } };
  endpoint: string;
  functions: { name: string }[];
  database: { host: string; port: number; name: string; user: string };
}

/**
 * A newcomer's machine: a fresh clone, installed, with its own home and cache. All functional tests of a run share one,
 * and the stage that runs on it.
 */
export class Newcomer {
  readonly folder: string;
  readonly clone: string;
  readonly env: NodeJS.ProcessEnv;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'sbw-newcomer-'));
    // PostgreSQL may run as another user, who reads files below it.
    chmodSync(this.folder, 0o755);
    this.clone = join(this.folder, 'superbowleto');
    this.env = { SBW_HOME: join(this.folder, 'home'), SBW_CACHE: join(this.folder, 'cache'), NO_COLOR: '1' };
  }

  async install(): Promise<void> {
    await runOrThrow('git', ['clone', '--quiet', root, this.clone], { cwd: this.folder });
    // The tests use the name main, also if another branch is checked out here.
    await this.git('checkout', '--quiet', '-B', 'main');
    await this.git('config', 'user.name', 'Newcomer');
    await this.git('config', 'user.email', 'newcomer@example.com');
    await runOrThrow('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], {
      cwd: this.clone,
      env: this.env,
    });
  }

  sbw(...args: string[]): Promise<Outcome> {
    return run(process.execPath, ['bin/run.js', ...args], { cwd: this.clone, env: this.env });
  }

  /** Returns what `sbw … --json` prints. Throws with its output if it fails. */
  async sbwJson<T>(...args: string[]): Promise<T> {
    const stdout = await runOrThrow(process.execPath, ['bin/run.js', ...args, '--json'], {
      cwd: this.clone,
      env: this.env,
    });
    return JSON.parse(stdout) as T;
  }

  git(...args: string[]): Promise<string> {
    return runOrThrow('git', args, { cwd: this.clone, env: this.env });
  }

  async remove(): Promise<void> {
    await this.sbw('local', 'stop');
    await this.sbw('local', 'reset', '--yes');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let shared: Promise<Newcomer> | undefined;

/** Returns the machine that all functional tests of this run share, with its stage running. */
export function newcomer(): Promise<Newcomer> {
  shared ??= (async () => {
    const machine = new Newcomer();
    await machine.install();
    await runOrThrow(process.execPath, ['bin/run.js', 'local', 'start', '--detach'], {
      cwd: machine.clone,
      env: machine.env,
    });
    return machine;
  })();
  return shared;
}

after(async function () {
  this.timeout(300_000);
  const machine = await shared?.catch(() => undefined);
  await machine?.remove();
});
