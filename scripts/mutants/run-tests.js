// Runs unit tests again and again in one process, each time with another mutant. scripts/mutants.ts starts it on a copy
// of the project, in which `__mutant(number)` switches each mutant on.
import Mocha from 'mocha';

const RECORD = -1;
const NONE = -2;
const [activeFromTheStart, ...files] = process.argv.slice(2);
let active = Number(activeFromTheStart);

/** The tests that reached each mutant; '' if it was reached while the files loaded. */
const reached = new Map();
/** The test that last reached each mutant. It makes the second and every later time in a loop cheap. */
const last = [];
let current = [''];
globalThis.__mutant = (number) => {
  if (active !== RECORD || last[number] === current) return number === active;
  last[number] = current;
  if (!reached.has(number)) reached.set(number, new Set());
  for (const title of current) reached.get(number).add(title);
  return false;
};

const mocha = new Mocha({ bail: active !== RECORD, timeout: 60_000, reporter: class {} });
for (const file of files) mocha.addFile(file);
mocha.cleanReferencesAfterRun(false);
const loaded = mocha.loadFilesAsync();

process.on('message', async ({ number, titles }) => {
  await loaded;
  active = number;
  const failed = await run(titles);
  // A mutant may have broken something that the tests of this process share, so a test must pass again without it.
  active = NONE;
  process.send({ failed, clean: !failed || !(await run(failed)) });
});

await loaded;
if (active === RECORD) await record();

/**
 * Runs the tests with these full titles, or all. Returns the titles of those that failed; all of them if a hook failed.
 */
function run(titles, listen) {
  const escaped = titles?.map((title) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  mocha.grep(escaped ? new RegExp(`^(?:${escaped.join('|')})$`) : /^/);
  return new Promise((resolve) => {
    const failed = [];
    const runner = mocha.run(() => resolve(failed.length > 0 ? failed : undefined));
    runner.on('fail', (test) => {
      failed.push(...(test.type === 'hook' && titles ? titles : [test.fullTitle()]));
    });
    listen?.(runner);
  });
}

/** Runs all tests without a mutant. Reports the CPU time of each test, and the mutants that it reached. */
async function record() {
  const milliseconds = {};
  const within = (suite) => {
    current = [];
    suite.eachTest((test) => current.push(test.fullTitle()));
  };
  const failed = await run(undefined, (runner) => {
    runner.on('suite', within);
    let before;
    runner.on('test', (test) => {
      current = [test.fullTitle()];
      before = process.cpuUsage();
    });
    runner.on('test end', (test) => {
      milliseconds[test.fullTitle()] = process.cpuUsage(before).user / 1000;
      within(test.parent);
    });
  });
  active = NONE;
  process.send({
    failed,
    milliseconds,
    reached: [...reached].map(([number, titles]) => [number, [...titles]]),
  });
}
