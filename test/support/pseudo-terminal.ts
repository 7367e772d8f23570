import { spawnSync } from 'node:child_process';
import { type Running, start } from '../functional/support/run.js';

/** Why no program can be run at a pseudo terminal here; undefined when one can. */
export function noPseudoTerminal(): string | undefined {
  const { status, stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('util-linux') ? undefined : 'there is no script of util-linux here';
}

export interface AtTerminal extends Omit<Running, 'output'> {
  /** What the terminal was given so far. */
  readonly shown: () => string;
  /** As if typed. */
  type(text: string): void;
}

/** What `stty` says of a terminal after the program is told behind this line. */
export const SETTINGS = '--- settings of the terminal';

/** Runs a program at a pseudo terminal of 100 columns, then tells the terminal's settings. */
export function startAtTerminal(
  command: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): AtTerminal {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  // The shell lives through a Ctrl-C; the program gets it as it would from any shell.
  const line = `trap : INT; stty cols 100 rows 30; ${quoted}; code=$?; echo '${SETTINGS}'; stty -a; exit $code`;
  const { child, output, ended } = start('script', ['-qec', line, '/dev/null'], {
    ...options,
    keyboard: true,
  });
  return { child, ended, shown: () => output().stdout, type: (text) => void child.stdin?.write(text) };
}
