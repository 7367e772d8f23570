import { ExecaError, execa } from 'execa';
import { SuperbowletoError } from '../../errors.js';

export interface GitOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Standard input. */
  readonly input?: string;
  /** `server`: may speak to another repository. `nothing`: may not, and takes no setting of the machine. */
  readonly reach?: 'server' | 'nothing';
  /** Configuration that may hold a secret, and so goes by no argument list. */
  readonly config?: Readonly<Record<string, string>>;
}

/** Of this machine's settings only what reaches a server or a key counts: a commit is the same bytes everywhere. */
const SETTINGS = [
  'core.autocrlf=false',
  'core.eol=lf',
  'core.attributesFile=/dev/null',
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'advice.detachedHead=false',
  'gc.auto=0',
].flatMap((setting) => ['-c', setting]);

/** A partial clone would fetch what it lacks from wherever its configuration says, by the command that it names. */
const ALONE = ['-c', 'protocol.allow=never'];

/** Runs git and gives what it printed, without the last newline. Throws ExecaError when git says no. */
export async function git(args: readonly string[], options: GitOptions): Promise<string> {
  const { cwd, signal, input = '' } = options;
  const settings = options.reach === 'server' ? SETTINGS : [...SETTINGS, ...ALONE];
  try {
    const { stdout } = await execa('git', [...settings, ...args], {
      cwd,
      input,
      env: { ...gitVariables(process.env), ...configVariables(options) },
      extendEnv: false,
      cancelSignal: signal,
    });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExecaError && error.code === 'ENOENT') throw gitMissing(error);
    throw error;
  }
}

/** As `git`, but undefined when git ends with 1: it looked, and there is nothing. */
export async function gitOrNothing(
  args: readonly string[],
  options: GitOptions,
): Promise<string | undefined> {
  try {
    return await git(args, options);
  } catch (error) {
    if (error instanceof ExecaError && error.exitCode === 1) return undefined;
    throw error;
  }
}

/** What git wrote about a failure, on one line. */
export function gitComplaint(error: unknown): string {
  if (!(error instanceof ExecaError)) return error instanceof Error ? error.message : String(error);
  const text = typeof error.stderr === 'string' && error.stderr !== '' ? error.stderr : error.shortMessage;
  return text.trim().split('\n').join(' ');
}

function configVariables({ config = {}, reach }: GitOptions): NodeJS.ProcessEnv {
  const named = Object.entries(config).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const files = reach === 'nothing' ? { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } : {};
  return { ...files, ...Object.fromEntries(named), GIT_CONFIG_COUNT: String(Object.keys(config).length) };
}

/** Variables of git itself would lead it to another repository, as they do inside a hook. */
function gitVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(variables).filter(
    ([name]) => !name.startsWith('GIT_') || /^GIT_(SSH|ASKPASS|SSL|HTTP)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    // `refs/replace` would show another commit under the same id.
    GIT_NO_REPLACE_OBJECTS: '1',
  };
}

function gitMissing(error: Error): SuperbowletoError {
  const text = 'git cannot be run here; install it, or run sbw in a folder that exists.';
  return new SuperbowletoError('GIT_MISSING', text, { cause: error });
}
