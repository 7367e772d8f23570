import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SuperbowletoError } from '../../errors.js';
import type { Report } from '../../report.js';
import { buildVariables } from './variables.js';

export interface ShellOptions {
  readonly cwd: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

const LAST_LINES = 20;
const GRACE_MILLISECONDS = 3_000;

/**
 * Runs a command of the project file, and reports its output line by line.
 *
 * @param what name of the command, for the message: `build`
 * @throws {SuperbowletoError} BUILD_FAILED, with the last lines of its output
 */
export async function runCommand(what: string, command: string, options: ShellOptions): Promise<void> {
  const { cwd, report, signal } = options;
  const last: string[] = [];
  const running = spawn(command, {
    shell: true,
    cwd,
    env: buildVariables(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that a signal reaches everything that the shell started.
    detached: true,
  });
  const release = endWith(signal, running.pid);
  for (const input of [running.stdout, running.stderr]) {
    createInterface({ input }).on('line', (line) => {
      report(`  ${line}`);
      last.push(line);
      if (last.length > LAST_LINES) last.shift();
    });
  }
  try {
    const ended = await ending(running);
    signal.throwIfAborted();
    if (ended !== undefined) throw buildFailed(what, command, ended, last);
  } finally {
    release();
  }
}

/** Ends the process group when the signal aborts: SIGTERM, and SIGKILL after three seconds. Returns how to stop that. */
function endWith(signal: AbortSignal, pid: number | undefined): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    endGroup(pid, 'SIGTERM');
    timer = setTimeout(() => endGroup(pid, 'SIGKILL'), GRACE_MILLISECONDS);
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  };
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until the process has ended and its output is read. Returns how it failed, in words; undefined: it succeeded. */
function ending(running: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    running.once('error', (error: NodeJS.ErrnoException) => resolve(`could not be started (${error.code})`));
    running.once('close', (code, signal) => {
      if (code === null) resolve(`was ended by ${signal}`);
      else resolve(code === 0 ? undefined : `ended with code ${code}`);
    });
  });
}

function buildFailed(what: string, command: string, how: string, last: readonly string[]): SuperbowletoError {
  const output = last.length > 0 ? ` Its last lines:\n${last.map((line) => `  ${line}`).join('\n')}` : '';
  const text = `The ${what} failed, and nothing was deployed: "${command}" ${how}.${output}`;
  return new SuperbowletoError('BUILD_FAILED', text);
}
