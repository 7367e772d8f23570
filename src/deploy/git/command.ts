import { type ExecFileException, execFile } from 'node:child_process';
import { SuperbowletoError } from '../../errors.js';

export interface GitOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Standard input. */
  readonly input?: string;
  /**
   * What git may use beside the repository. `server`: other repositories, and the machine's settings. `nothing`: neither.
   * Left out: the machine's settings only.
   */
  readonly reach?: 'server' | 'nothing';
  /** Configuration that may hold a secret: it is passed in environment variables, not as arguments. */
  readonly config?: Readonly<Record<string, string>>;
}

/** Overrides every setting of the machine that could change bytes or run a command. Settings for servers and keys stay. */
const SETTINGS = [
  'core.autocrlf=false',
  'core.eol=lf',
  'core.attributesFile=/dev/null',
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'advice.detachedHead=false',
  'gc.auto=0',
].flatMap((setting) => ['-c', setting]);

/** Without this, a partial clone fetches missing objects from wherever its configuration says, with the command it names. */
const OFFLINE = ['-c', 'protocol.allow=never'];

/** The list of a tree's files may be long. */
const MAX_OUTPUT_BYTES = 1024 ** 3;

/** git ended with an error, or was killed. The message is what git printed. */
class GitError extends Error {
  readonly exitCode: number | undefined;
  readonly stderr: string;

  constructor(command: string | undefined, cause: ExecFileException, stderr: string) {
    const how = cause.signal ? `was ended by ${cause.signal}` : `ended with ${cause.code}`;
    super(stderr.trim() || `git ${command} ${how}`, { cause });
    this.exitCode = typeof cause.code === 'number' ? cause.code : undefined;
    this.stderr = stderr;
  }
}

/**
 * Runs git and returns what it printed, without the last newline.
 *
 * @throws {GitError} when git fails
 * @throws {SuperbowletoError} GIT_MISSING
 */
export async function git(args: readonly string[], options: GitOptions): Promise<string> {
  const { cwd, signal, input = '' } = options;
  signal.throwIfAborted();
  const settings = options.reach === 'server' ? SETTINGS : [...SETTINGS, ...OFFLINE];
  const env = { ...gitVariables(process.env), ...configVariables(options) };
  return await new Promise((resolve, reject) => {
    const limits = { cwd, env, signal, maxBuffer: MAX_OUTPUT_BYTES };
    const child = execFile('git', [...settings, ...args], limits, (error, stdout, stderr) => {
      if (!error) resolve(stdout.replace(/\n$/, ''));
      else if (signal.aborted) reject(signal.reason);
      else reject(error.code === 'ENOENT' ? gitMissing(error) : new GitError(args[0], error, stderr));
    });
    // git may end before it has read all of its input. Its exit code says whether that is an error.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

/** As `git`, but returns undefined when git ends with 1, which means that it found nothing. */
export async function gitOrNothing(
  args: readonly string[],
  options: GitOptions,
): Promise<string | undefined> {
  try {
    return await git(args, options);
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return undefined;
    throw error;
  }
}

/** Returns the text of a git error on one line. */
export function gitComplaint(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
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

/** Removes git's own variables: inside a hook they point to another repository. */
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
    // `refs/replace` shows another commit under the same id.
    GIT_NO_REPLACE_OBJECTS: '1',
  };
}

function gitMissing(error: Error): SuperbowletoError {
  const text = 'git cannot be run here; install it, or run sbw in a folder that exists.';
  return new SuperbowletoError('GIT_MISSING', text, { cause: error });
}
