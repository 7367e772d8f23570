import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A moto server in place of AWS, on its own port. */
export interface Moto {
  readonly endpoint: string;
  /** Returns the bodies of all requests so far. */
  requests(): string[];
  stop(): Promise<void>;
}

/** The end of a request in moto's recording. */
const END = /(?<="body_encoded": (?:true|false)\})/;

/** Starts moto. Its Lambda runs no code, which needs Docker: it returns the payload of each call. */
export async function startMoto(): Promise<Moto> {
  const folder = mkdtempSync(join(tmpdir(), 'sbw-moto-'));
  const recording = join(folder, 'requests');
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MOTO_ENABLE_RECORDING: 'true', MOTO_RECORDER_FILEPATH: recording },
  });
  const endpoint = await addressOf(child);
  const settings = JSON.stringify({ lambda: { use_docker: false } });
  await fetch(`${endpoint}/moto-api/config`, { method: 'POST', body: settings });
  return {
    endpoint,
    requests() {
      // One line a request. Requests at the same time may share a line; their line ends follow.
      const entries = readFileSync(recording, 'utf8')
        .split(END)
        .filter((text) => text.trim());
      return entries.map((text) =>
        Buffer.from((JSON.parse(text) as { body: string }).body, 'base64').toString(),
      );
    },
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
  throw new Error('moto_server ended before it printed its address');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
