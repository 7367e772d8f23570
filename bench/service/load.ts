import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { collectFiles } from '../../src/deploy/artifact/files.js';
import { zipFiles } from '../../src/deploy/artifact/zip.js';
import { median, print } from './rates.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 15;

/**
 * Measures what a function adds to Node's own start: the time to load its bundle, in a new process each time. The peer
 * is loading pg alone.
 */
export async function benchLoad(): Promise<void> {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-service.js')], { stdio: 'ignore' });
  const folder = join(ROOT, 'build/service');
  const functions = readdirSync(folder).filter((file) => /^[a-z]+(-[a-z]+)+\.js$/.test(file));
  const modules = new Map([
    ['pg alone', import.meta.resolve('pg')],
    ...functions.map((file) => [file, pathToFileURL(join(folder, file)).href] as const),
  ]);
  const times = new Map<string, number[]>();
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, url] of modules) {
      const milliseconds = loadTime(url);
      if (round > 0) times.set(name, [...(times.get(name) ?? []), milliseconds]);
    }
  }
  const alone = median(times.get('pg alone') ?? []);
  print(`\n### Loading each function's bundle in a new process, ${ROUNDS} times, medians\n`);
  print('| | ms | × pg alone |\n|---|---:|---:|');
  for (const [name, seen] of times) {
    print(`| ${name} | ${median(seen).toFixed(1)} | ${(median(seen) / alone).toFixed(2)} |`);
  }
  const zip = await zipFiles(await collectFiles(folder, ['**/*']));
  print(`\nThe zip of all of them has ${zip.length.toLocaleString('en-US')} bytes.`);
}

function loadTime(url: string): number {
  const script = `const began = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - began)`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      env: { ...process.env, ENVIRONMENT: 'bench' },
    }),
  );
}
