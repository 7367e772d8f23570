import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Command, Config, Errors } from '@oclif/core';

/** What a command printed and how it ended. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Set for this run only; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The only variables there are, in place of `env`. */
  readonly onlyEnv?: Readonly<Record<string, string | undefined>>;
  /** The current folder of the command. */
  readonly cwd?: string;
  /** Standard input; empty by default. */
  readonly input?: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
let config: Promise<Config> | undefined;
/** Ends with the command that runs: a process has one standard output. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command in this process, as `sbw` runs it, and captures what it prints. Standard input is no terminal. A
 * second command waits for the first. Not for a command that starts a program: that one prints past the capture.
 *
 * @example const { code, stdout } = await runCommand(Status, ['--env', 'sandbox', '--file', file]);
 */
export function runCommand(
  command: Command.Class,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandOutcome> {
  const outcome = last.then(() => runNow(command, argv, options));
  last = outcome.catch(() => undefined);
  return outcome;
}

async function runNow(
  command: Command.Class,
  argv: readonly string[],
  { env = {}, onlyEnv, cwd, input = '' }: CommandOptions,
): Promise<CommandOutcome> {
  config ??= Config.load({ root });
  const loaded = await config;
  const others = Object.keys(process.env).map((name) => [name, undefined] as const);
  // In GitHub Actions progress is printed as annotations; the tests check what a person sees.
  const variables = {
    GITHUB_ACTIONS: undefined,
    ...(onlyEnv ? Object.fromEntries(others) : {}),
    ...env,
    ...onlyEnv,
  };
  const restore = [setVariables(variables), setFolder(cwd), setInput(input)];
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  try {
    let code = 0;
    await command.run([...argv], loaded).catch((error: unknown) => {
      if (!(error instanceof Errors.ExitError)) throw error;
      code = error.oclif.exit ?? 1;
    });
    return { code: code || Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.exitCode = exitCode;
    for (const release of [stdout.release, stderr.release, ...restore]) release();
  }
}

function capture(stream: NodeJS.WriteStream) {
  const write = stream.write;
  let text = '';
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  }) as typeof write;
  return {
    text: () => text,
    release: () => {
      stream.write = write;
    },
  };
}

function setVariables(variables: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = ([name, value]: readonly [string, string | undefined]) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  Object.entries(variables).forEach(set);
  return () => before.forEach(set);
}

function setFolder(folder: string | undefined): () => void {
  const before = process.cwd();
  if (folder !== undefined) process.chdir(folder);
  return () => process.chdir(before);
}

function setInput(text: string): () => void {
  const before = Object.getOwnPropertyDescriptor(process, 'stdin');
  const stdin = Object.assign(Readable.from(text === '' ? [] : [Buffer.from(text)]), { isTTY: false });
  Object.defineProperty(process, 'stdin', { configurable: true, value: stdin });
  return () => Object.defineProperty(process, 'stdin', before ?? {});
}
