import { spawnSync } from 'node:child_process';
import { type Running, start } from '../functional/support/run.js';

/** Says why this machine cannot run a program at a pseudo terminal; undefined when it can. */
export function noPseudoTerminal(): string | undefined {
  const { status, stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('util-linux') ? undefined : 'there is no script of util-linux here';
}

export interface AtTerminal extends Omit<Running, 'output'> {
  /** What the terminal has received so far. */
  readonly shown: () => string;
  /** Types a text. */
  type(text: string): void;
}

/** The settings that `stty` prints after the program follow this line. */
export const SETTINGS = '--- settings of the terminal';

/** Runs a program at a pseudo terminal of 100 columns, and then prints the terminal's settings. */
export function startAtTerminal(
  command: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): AtTerminal {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  // The shell survives a Ctrl-C. The program receives it as from any shell.
  const line = `trap : INT; stty cols 100 rows 30; ${quoted}; code=$?; echo '${SETTINGS}'; stty -a; exit $code`;
  const { child, output, ended } = start('script', ['-qec', line, '/dev/null'], {
    ...options,
    keyboard: true,
  });
  return { child, ended, shown: () => output().stdout, type: (text) => void child.stdin?.write(text) };
}
