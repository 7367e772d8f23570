import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/emulator/port.js';
import { until } from './until.js';

/** Moto's own. */
export const MOTO_ACCOUNT = '123456789012';

const keys = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_DEFAULT_REGION: 'us-east-1',
};

/** AWS as moto plays it, in a process of its own, with the `aws` command to speak to it. */
export interface Moto {
  /** For `profile_file`, with the profile `moto`. */
  readonly profileFile: string;
  /** Runs `aws …` and gives what it prints. */
  aws(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Which of the programs that this takes are not here. */
export function missingPrograms(): string[] {
  return ['moto_server', 'aws'].filter((program) => {
    try {
      execFileSync('which', [program], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
}

/** @param folder where its profile file is written */
export async function startMoto(folder: string): Promise<Moto> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  child.once('error', () => {});
  await until('moto answers', () => answers(endpoint), 60_000);
  const profileFile = join(folder, 'moto-config');
  const settings = ['region = us-east-1', `endpoint_url = ${endpoint}`];
  const secrets = ['aws_access_key_id = testing', 'aws_secret_access_key = testing', ''];
  writeFileSync(profileFile, ['[profile moto]', ...settings, ...secrets].join('\n'), { mode: 0o600 });
  return {
    profileFile,
    aws: async (...args) => {
      const { stdout } = await promisify(execFile)('aws', ['--endpoint-url', endpoint, ...args], {
        cwd: folder,
        env: { ...process.env, ...keys, AWS_CONFIG_FILE: '/dev/null' },
      });
      return stdout;
    },
    stop: () => ended(child),
  };
}

async function answers(endpoint: string): Promise<boolean> {
  return await fetch(`${endpoint}/moto-api/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
