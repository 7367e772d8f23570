// `npm run test:mutants [-- [--every N] PATH...]`: puts small faults into the pure rooms, one at a time, and reports those
// that no unit test notices. A PATH is a file or a folder of src/. With --every 4 it tries each fourth fault only, which
// estimates the share in a quarter of the time.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openCompiler } from './mutants/compiler.js';
import { copyWithMutants, grouped, type Placed } from './mutants/copy.js';
import { mutantsOf } from './mutants/mutate.js';
import { tryMutants } from './mutants/try.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = join(root, 'build/mutants');
const pureRooms =
  'boleto credstash migrations project chat cli/credstash emulator service/issuers service/registration service/api';

const { values, positionals: named } = parseArgs({
  options: { every: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const every = Number(values.every);
if (!Number.isInteger(every) || every < 1) {
  console.error('--every must be a whole number from 1.');
  process.exit(2);
}
const paths = named.length > 0 ? named : pureRooms.split(' ').map((room) => `src/${room}`);
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...paths], {
  cwd: root,
})
  .toString()
  .split('\n')
  .filter((file) => /^src\/.*\.ts$/.test(file));
if (files.length === 0) {
  console.error(`No TypeScript file of src/ in ${paths.join(' ')}.`);
  process.exit(2);
}

const compiler = openCompiler(root);
const mutants: Placed[] = [];
for (const file of files) {
  for (const mutant of mutantsOf(compiler.parse(file)))
    mutants.push({ ...mutant, file, number: mutants.length });
}
// A file's switches carry the numbers of its mutants, so that all are placed and a part is tried.
const all = await copyWithMutants(root, copy, mutants);

for (const [room, ofRoom] of grouped(mutants, ({ file }) => file.split('/')[1] ?? '')) {
  const tests = all.filter((file) => file.startsWith(`test/unit/${room}/`) && file.endsWith('.test.ts'));
  const tried = ofRoom.filter((_, index) => index % every === 0);
  console.log(`\n${room}: ${tried.length} of ${ofRoom.length} mutants, ${tests.length} files of unit tests`);
  if (tests.length > 0) report(room, tried, await tryMutants(copy, tried, tests));
}
compiler.close();

function report(
  room: string,
  ofRoom: Placed[],
  { survivors, unreached }: Awaited<ReturnType<typeof tryMutants>>,
): void {
  let refused = 0;
  for (const mutant of survivors.toSorted((a, b) => a.number - b.number)) {
    const text = readFileSync(join(root, mutant.file), 'utf8');
    if (compiler.refuses(mutant.file, text.slice(0, mutant.start) + mutant.after + text.slice(mutant.end)))
      refused++;
    else console.log(describe(text, mutant));
  }
  for (const [file, here] of grouped(unreached, (mutant) => mutant.file)) {
    console.log(`${file}: no unit test reaches ${here.length} mutants`);
  }
  const tried = ofRoom.length - unreached.length;
  const survived = survivors.length - refused;
  const percent = ((100 * (tried - survived)) / tried).toFixed(1);
  console.log(
    `${room}: ${percent} % noticed: of ${tried}, ${survived} survived, the compiler alone refuses ${refused}`,
  );
}

function describe(text: string, { file, start, end, after }: Placed): string {
  const line = text.slice(0, start).split('\n').length;
  const oneLine = (code: string) => code.replace(/\s+/g, ' ').slice(0, 80);
  return `${file}:${line}: ${oneLine(text.slice(start, end))}  →  ${oneLine(after)}`;
}
