import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SuperbowletoError } from '../../errors.js';

/**
 * Runs this program in the background and waits until it reports that it is ready. Its output goes to
 * `<home>/stage.log`.
 *
 * @param args the arguments after the program's name
 * @throws {SuperbowletoError} START_FAILED, with the last line of its output, when it ends before that
 */
export async function runDetached(home: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const logFile = join(home, 'stage.log');
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const onAbort = () => child.kill('SIGTERM');
  signal.addEventListener('abort', onAbort);
  try {
    await readyOrEnded(child, logFile);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  child.unref();
}

/** Reports to `runDetached` that this process is ready. Returns false when it was not started by `runDetached`. */
export function reportReady(): boolean {
  if (!process.send) return false;
  process.send('ready');
  process.disconnect();
  return true;
}

function readyOrEnded(child: ChildProcess, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const said = readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? '';
      const why = said.replace(/^Error: /, '') || `it ended with ${code ?? signal}`;
      reject(
        new SuperbowletoError('START_FAILED', `The stage did not start: ${why} (all of it: ${logFile})`),
      );
    });
  });
}
