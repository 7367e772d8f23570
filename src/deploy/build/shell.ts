import { execa } from 'execa';
import type { Report } from '../../clock.js';
import { SuperbowletoError } from '../../errors.js';
import { buildVariables } from './variables.js';

export interface ShellOptions {
  readonly cwd: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

const LAST_LINES = 20;
const GRACE_MILLISECONDS = 3_000;

/**
 * Runs a command of the project file, its output reported line by line.
 *
 * @param what for the message: `build`
 * @throws {SuperbowletoError} BUILD_FAILED, with the last lines that it wrote
 */
export async function runCommand(what: string, command: string, options: ShellOptions): Promise<void> {
  const { cwd, report, signal } = options;
  const last: string[] = [];
  const running = execa(command, {
    shell: true,
    cwd,
    env: buildVariables(process.env),
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    // Its own process group, so that what the shell started ends with it.
    detached: true,
  });
  const release = endWith(signal, running.pid);
  try {
    for await (const line of running.iterable({ from: 'all' })) {
      report(`  ${line}`);
      last.push(line);
      if (last.length > LAST_LINES) last.shift();
    }
    const result = await running;
    signal.throwIfAborted();
    if (result.failed) throw buildFailed(what, command, ending(result), last);
  } finally {
    release();
  }
}

/** Ends the process group when the signal aborts. */
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

interface Ending {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
}

function ending({ exitCode, signal, code }: Ending): string {
  if (exitCode !== undefined) return `ended with code ${exitCode}`;
  return signal === undefined ? `could not be started (${code})` : `was ended by ${signal}`;
}

function buildFailed(what: string, command: string, how: string, last: readonly string[]): SuperbowletoError {
  const output = last.length > 0 ? ` Its last lines:\n${last.map((line) => `  ${line}`).join('\n')}` : '';
  const text = `The ${what} failed, and nothing was deployed: "${command}" ${how}.${output}`;
  return new SuperbowletoError('BUILD_FAILED', text);
}
