import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Placed, testsOf } from './copy.js';

const JOBS = 2;
/** Slower tests run last, because faster ones notice most mutants. */
const SLOW_MS = 100;
/** Slower tests do not run at all: once for each mutant would take hours. */
const TOO_SLOW_MS = 1000;
/** Milliseconds in which a process must load the tests, also on a busy machine. */
const START_MS = 60_000;
/** Arguments of run-tests.js in place of a mutant: run without one, and run without one but record what tests reach. */
const NONE = -2;
const RECORD = -1;
const WHILE_LOADING = '';
const program = fileURLToPath(new URL('run-tests.js', import.meta.url));

interface Recorded {
  readonly failed?: string[];
  readonly milliseconds: Readonly<Record<string, number>>;
  readonly reached: readonly [number, string[]][];
}

interface Result {
  readonly failed?: string[];
  /** Whether the failed tests pass again without the mutant. */
  readonly clean: boolean;
}

/** Runs the unit tests once without a mutant, then for each mutant those that reach it. */
export async function tryMutants(
  copy: string,
  mutants: readonly Placed[],
  tests: readonly string[],
): Promise<{ survivors: Placed[]; unreached: Placed[] }> {
  const start = (mode: number, files = tests) =>
    fork(program, [String(mode), ...files.map((file) => file.replace(/\.ts$/, '.js'))], {
      cwd: copy,
      stdio: 'ignore',
    });
  const recorder = start(RECORD);
  const recorded = await answer<Recorded>(recorder, 30 * 60_000);
  recorder.kill();
  if (!recorded) throw new Error(`The unit tests end before they report: ${tests.join(' ')}`);
  const { milliseconds, failed = [] } = recorded;
  const tooSlow = Object.keys(milliseconds).filter((title) => (milliseconds[title] ?? 0) > TOO_SLOW_MS);
  // For example a test of the size of a bundle fails, because the code contains every mutant.
  for (const title of failed) console.log(`not run, fails without a mutant: ${title}`);
  for (const title of tooSlow) console.log(`not run, too slow: ${title}`);
  const usable = (titles: readonly string[]) =>
    titles.filter((title) => !failed.includes(title) && !tooSlow.includes(title));
  const reached = new Map(recorded.reached.map(([number, titles]) => [number, usable(titles)]));
  const limit = (titles: readonly string[]) =>
    10_000 + 10 * titles.reduce((sum, title) => sum + (milliseconds[title] ?? 0), 0);
  const reaches = ({ number }: Placed) => (reached.get(number) ?? []).length > 0;

  const survivors: Placed[] = [];
  const queue = mutants.filter(reaches);
  const unclean = new Set<Placed>();
  let tried = 0;

  /** Tries a mutant in code that runs while its module loads, for example a table. Needs a new process. */
  const survivesLoading = async ({ number, file }: Placed): Promise<boolean> => {
    const child = start(number, testsOf(copy, file, tests));
    const titles = usable(Object.keys(milliseconds));
    const result = await answer<Result>(child, START_MS + limit(titles), { number, titles });
    child.kill();
    return result !== undefined && !result.failed;
  };

  const job = async (): Promise<void> => {
    let child: ChildProcess | undefined;
    const survives = async (mutant: Placed, titles: string[]): Promise<boolean> => {
      if (titles.length === 0) return true;
      const started = child ? 0 : START_MS;
      child ??= start(NONE);
      const request = { number: mutant.number, titles };
      const result = await answer<Result>(child, started + limit(titles), request);
      if (result?.clean) return !result.failed;
      child.kill();
      child = undefined;
      if (result && !unclean.has(mutant)) queue.push(mutant);
      unclean.add(mutant);
      return false;
    };
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const reachedBy = reached.get(mutant.number) ?? [];
      const titles = reachedBy.filter((title) => title !== WHILE_LOADING);
      const slow = titles.filter((title) => (milliseconds[title] ?? 0) > SLOW_MS);
      const quick = titles.filter((title) => !slow.includes(title));
      const survived =
        (await survives(mutant, quick)) &&
        (await survives(mutant, slow)) &&
        (!reachedBy.includes(WHILE_LOADING) || (await survivesLoading(mutant)));
      if (survived) survivors.push(mutant);
      if (++tried % 100 === 0) console.error(`${tried} tried, ${survivors.length} survived`);
    }
    child?.kill();
  };
  await Promise.all(Array.from({ length: JOBS }, job));
  return { survivors, unreached: mutants.filter((mutant) => !reaches(mutant)) };
}

/** Waits for a message of a process. Returns undefined if it ends first. Kills it after `limit` milliseconds. */
function answer<T>(child: ChildProcess, limit: number, request?: object): Promise<T | undefined> {
  return new Promise((resolve) => {
    const end = (message?: unknown) => {
      clearTimeout(timer);
      child.off('message', end).off('exit', ended);
      resolve(message as T | undefined);
    };
    const ended = () => end();
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      end();
    }, limit);
    child.once('message', end).once('exit', ended);
    if (request) child.send(request);
  });
}
