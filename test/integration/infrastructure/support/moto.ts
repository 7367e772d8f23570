import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** moto's stand-in for AWS, on a port of its own. */
export interface Moto {
  readonly endpoint: string;
  /** File of the requests so far: JSON lines, each with its `body` in base64. */
  readonly recording: string;
  stop(): Promise<void>;
}

export async function startMoto(): Promise<Moto> {
  const folder = mkdtempSync(join(tmpdir(), 'sbw-moto-'));
  const recording = join(folder, 'requests');
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MOTO_ENABLE_RECORDING: 'true', MOTO_RECORDER_FILEPATH: recording },
  });
  return {
    endpoint: await addressOf(child),
    recording,
    async stop() {
      await stop(child);
      rmSync(folder, { recursive: true });
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('moto_server has no standard error');
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /Running on (http:\S+)/.exec(line)?.[1];
    if (!address) continue;
    child.stderr.resume();
    return address;
  }
  throw new Error('moto_server ended before it told its address');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
