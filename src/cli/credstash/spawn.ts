import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { delimiter, join } from 'node:path';
import { SuperbowletoError } from '../../errors.js';

/** The command does not exist. The exit code is that of a shell. */
class CommandNotFound extends SuperbowletoError {
  override readonly exitCode = 127;
}

/** The command exists but is not executable. The exit code is that of a shell. */
class CommandNotRun extends SuperbowletoError {
  override readonly exitCode = 126;
}

/**
 * Runs a command on this terminal with exactly the variables in `environment`, and forwards signals to it.
 *
 * @returns its exit code; 128 plus the number of the signal that ended it
 * @throws {SuperbowletoError} COMMAND_NOT_FOUND, exit code 127; COMMAND_NOT_RUN, exit code 126
 */
export async function runWith(
  [command = '', ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  // Use the PATH of this process: the command's environment may have none.
  const executable = findExecutable(command);
  let child: ChildProcess | undefined;
  // At a terminal, Ctrl-C already reaches the child.
  const onInterrupt = () => process.stdin.isTTY || child?.kill('SIGINT');
  const onSignal = (signal: NodeJS.Signals) => child?.kill(signal);
  const signals = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;
  // Listen before the child runs: a signal sent as soon as it prints must not end this process alone.
  process.on('SIGINT', onInterrupt);
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const running = spawn(executable, args, { stdio: 'inherit', env: environment, argv0: command });
    child = running;
    return await new Promise((resolve, reject) => {
      running.once('error', (error) => reject(notStarted(command, error)));
      running.once('exit', (code, signal) =>
        resolve(code ?? 128 + (signal ? osConstants.signals[signal] : 0)),
      );
    });
  } finally {
    process.off('SIGINT', onInterrupt);
    for (const signal of signals) process.off(signal, onSignal);
  }
}

function notStarted(command: string, error: NodeJS.ErrnoException): SuperbowletoError {
  if (error.code === 'ENOENT') {
    return new CommandNotFound(
      'COMMAND_NOT_FOUND',
      `There is no "${command}", or not what its first line names.`,
    );
  }
  return new CommandNotRun(
    'COMMAND_NOT_RUN',
    `"${command}" cannot be run (${error.code ?? error.message}). Is it a program, and executable?`,
  );
}

function findExecutable(command: string): string {
  if (command.includes('/')) return command;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder || '.', command)).find(isExecutable);
  if (found !== undefined) return found;
  throw new CommandNotFound('COMMAND_NOT_FOUND', `There is no command "${command}" on the PATH.`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
