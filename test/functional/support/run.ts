import { type ChildProcess, spawn } from 'node:child_process';

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Keeps standard input open, for typing. */
  readonly keyboard?: boolean;
}

export interface Running {
  readonly child: ChildProcess;
  /** Returns what it has printed so far. */
  readonly output: () => { stdout: string; stderr: string };
  readonly ended: Promise<Outcome>;
}

/** Starts a program in its own process group, as a terminal does. */
export function start(command: string, args: readonly string[], options: RunOptions): Running {
  const child = spawn(command, args, {
    cwd: options.cwd,
    // In GitHub Actions progress is printed as annotations; the tests check what a person sees.
    env: { ...process.env, GITHUB_ACTIONS: undefined, ...options.env },
    stdio: [options.input === undefined && !options.keyboard ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    text.stdout += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text.stderr += chunk;
  });
  if (!options.keyboard) child.stdin?.end(options.input);
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...text }));
  });
  return { child, output: () => ({ ...text }), ended };
}

/** Runs a program to its end. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  return start(command, args, options).ended;
}

/** Runs a program and returns its standard output. Throws with all of its output if it fails. */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  const outcome = await run(command, args, options);
  if (outcome.code !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${outcome.code ?? outcome.signal}:\n${outcome.stdout}${outcome.stderr}`,
    );
  }
  return outcome.stdout;
}
