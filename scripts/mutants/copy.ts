import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { build } from 'esbuild';
import { type Mutant, withSwitches } from './mutate.js';

/** A mutant, the file that it changes, and its number in the whole run. */
export interface Placed extends Mutant {
  readonly number: number;
  readonly file: string;
}

/**
 * Copies the project into a folder, writes the mutants into the copy, switched off, and compiles it to JavaScript.
 *
 * @returns the files of the copy, relative to it
 */
export async function copyWithMutants(
  root: string,
  copy: string,
  mutants: readonly Placed[],
): Promise<string[]> {
  rmSync(copy, { recursive: true, force: true });
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  });
  // git still lists a file that was deleted and not staged.
  const files = list
    .toString()
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)));
  for (const file of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
  for (const [file, placed] of grouped(mutants, (mutant) => mutant.file)) {
    const text = readFileSync(join(root, file), 'utf8');
    writeFileSync(join(copy, file), withSwitches(text, placed, placed[0]?.number ?? 0));
  }
  const sources = files.filter((file) => /^(?:src|scripts|test)\/.*\.ts$/.test(file));
  await build({
    entryPoints: sources.map((file) => join(copy, file)),
    outdir: copy,
    outbase: copy,
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return files;
}

/** Returns the tests that import a file, directly or through other files. All paths are relative to the copy. */
export function testsOf(copy: string, file: string, tests: readonly string[]): string[] {
  const wanted = file.replace(/\.ts$/, '.js');
  return tests.filter((test) => {
    const seen = new Set([test]);
    for (const path of seen) for (const target of importsOf(copy, path)) seen.add(target);
    return seen.has(wanted);
  });
}

const known = new Map<string, string[]>();
function importsOf(copy: string, path: string): string[] {
  let found = known.get(path);
  if (found) return found;
  const file = join(copy, path.replace(/\.ts$/, '.js'));
  // A test may contain the text of a program that it writes, with imports of files that are not there.
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  found = [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+\.js)["']/g)].map(([, target]) =>
    posix.join(posix.dirname(path), target as string),
  );
  known.set(path, found);
  return found;
}

/** Groups items by a key, in the order in which the keys first occur. Map.groupBy needs Node 21. */
export function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
