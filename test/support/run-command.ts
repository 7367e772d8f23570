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
}

const root = fileURLToPath(new URL('../..', import.meta.url));
let config: Promise<Config> | undefined;

/**
 * Runs a command in this process, as `sbw` runs it, and captures what it prints. Standard input is no terminal. One
 * command at a time: a process has one standard output.
 *
 * @example const { code, stdout } = await runCommand(Status, ['--env', 'sandbox', '--file', file]);
 */
export async function runCommand(
  command: Command.Class,
  argv: readonly string[],
  { env = {} }: CommandOptions = {},
): Promise<CommandOutcome> {
  config ??= Config.load({ root });
  const loaded = await config;
  const restore = [setVariables(env), setTerminal(false)];
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

function setTerminal(isTTY: boolean): () => void {
  const before = process.stdin.isTTY;
  process.stdin.isTTY = isTTY;
  return () => {
    process.stdin.isTTY = before;
  };
}
