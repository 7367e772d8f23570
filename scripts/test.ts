// `npm test`: types, lint, import rules and the build, then every suite against real parts that it starts itself.
// It ends with the slowest files, each skipped test with its reason, and the total: `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Totals {
  passed: number;
  failed: number;
  skipped: string[];
  /** By test file. */
  milliseconds: Readonly<Record<string, number>>;
}

const SLOWEST = 10;

// The AWS SDK would warn about Node 20 between the tests.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const scratch = mkdtempSync(join(tmpdir(), 'sbw-totals-'));
const started = Date.now();

/** Runs a check that passes or fails as a whole. Shows its output only if it fails. */
async function check(title: string, command: string, args: string[]): Promise<Totals> {
  const { code, output } = await run(command, args, 'capture');
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${title}`);
  if (code !== 0) console.log(output);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [], milliseconds: {} };
}

/** Runs a folder of mocha tests, `jobs` files at a time. A run that ends before it reports counts as one failure. */
async function suite(folder: string, jobs: number): Promise<Totals> {
  const began = Date.now();
  const totals = join(scratch, `${folder.replaceAll('/', '-')}.json`);
  const parallel = jobs > 1 ? ['--parallel', '--jobs', String(jobs)] : [];
  console.log(`\n${folder}`);
  const { code } = await run(
    'node_modules/.bin/mocha',
    [
      ...parallel,
      '--reporter',
      'scripts/mocha-reporter.cjs',
      '--reporter-option',
      `totals=${totals}`,
      `${folder}/**/*.test.ts`,
    ],
    'show',
  );
  console.log(`${folder} took ${Math.round((Date.now() - began) / 1000)} s`);
  if (!existsSync(totals)) return { passed: 0, failed: 1, skipped: [], milliseconds: {} };
  const result = JSON.parse(readFileSync(totals, 'utf8')) as Totals;
  if (code !== 0 && result.failed === 0) result.failed = 1;
  return result;
}

function run(
  command: string,
  args: string[],
  output: 'capture' | 'show',
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: output === 'show' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        text += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: text }));
  });
}

function slowestFiles(all: readonly Totals[]): string[] {
  return all
    .flatMap((totals) => Object.entries(totals.milliseconds))
    .sort(([, a], [, b]) => b - a)
    .slice(0, SLOWEST)
    .map(([file, milliseconds]) => `  ${Math.round(milliseconds / 1000)} s`.padEnd(9) + file);
}

const all: Totals[] = await Promise.all([
  check('types', process.execPath, [
    'node_modules/typescript/bin/tsc',
    '--noEmit',
    '-p',
    'tsconfig.test.json',
  ]),
  check('lint and format', 'node_modules/.bin/biome', ['ci', '--colors=off', '.']),
  check('import rules', process.execPath, ['--import', 'tsx', 'scripts/check-imports.ts']),
]);
all.push(await check('build', process.execPath, ['scripts/build.js']));
all.push(await suite('test/unit', 2));
all.push(await suite('test/integration', 2));
all.push(await suite('test/interop', 1));
all.push(await suite('test/functional', 1));
rmSync(scratch, { recursive: true });

const skipped = all.flatMap((totals) => totals.skipped);
const passed = all.reduce((sum, totals) => sum + totals.passed, 0);
const failed = all.reduce((sum, totals) => sum + totals.failed, 0);
console.log(`\nAll of it took ${Math.round((Date.now() - started) / 1000)} s.`);
console.log(`The ${SLOWEST} slowest files:\n${slowestFiles(all).join('\n')}`);
for (const title of skipped) console.log(`skipped: ${title}`);
console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
