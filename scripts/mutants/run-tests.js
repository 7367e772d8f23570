// Runs unit tests again and again in one process, each time with another mutant of the code that they test.
// scripts/mutants.ts starts it, on a copy of the project in which every mutant waits behind `__mutant(number)`.
import Mocha from 'mocha';

const RECORD = -1;
const NONE = -2;
const [activeFromTheStart, ...files] = process.argv.slice(2);
let active = Number(activeFromTheStart);

/** For every mutant that was reached: the tests that reached it. While the files load, the test is ''. */
const reached = new Map();
/** Where each mutant was reached last: a loop reaches one a million times. */
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
  // A mutant may have broken what the tests of this process share: only a test that passes without it counts.
  active = NONE;
  process.send({ failed, clean: !failed || !(await run(failed)) });
});

await loaded;
if (active === RECORD) await record();

/** Runs the tests with these full titles, or all of them. Returns the titles of those that failed; for a hook, all. */
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

/** Runs all tests without a mutant. Reports the time that the CPU spent on each, and which mutants it reached. */
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
