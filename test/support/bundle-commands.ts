import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface BundledCommands {
  /** A file to run with Node: `<entry> <topic> <command> …`. */
  readonly entry: string;
  remove(): void;
}

/** Compiles the commands of topics from src/ once. Without it, each run of a command would compile them again. */
export async function bundleCommands(...topics: string[]): Promise<BundledCommands> {
  mkdirSync(join(root, 'build'), { recursive: true });
  // Inside the project, so that Node finds the packages.
  const outdir = mkdtempSync(join(root, 'build', 'test-commands-'));
  const commands = topics
    .flatMap((topic) =>
      readdirSync(join(root, 'src/commands', topic)).map((file) => `${topic}/${parse(file).name}`),
    )
    .map((name) => [name, join(root, `src/commands/${name}.ts`)]);
  await build({
    entryPoints: { sbw: join(root, 'test/support/sbw.ts'), ...Object.fromEntries(commands) },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return {
    entry: join(outdir, 'sbw.js'),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  };
}
