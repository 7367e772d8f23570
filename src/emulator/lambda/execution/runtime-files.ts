import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Returns the path of the JavaScript file that starts an execution environment. The published package contains it
 * compiled. When run from the TypeScript sources, it is first bundled into `directory`, so that a function never runs
 * under a TypeScript loader that Lambda does not have.
 */
export async function bootstrapFile(directory: string): Promise<string> {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith('.ts')) return fileURLToPath(new URL('../runtime/bootstrap.js', import.meta.url));
  const { buildSync } = await import('esbuild');
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const outfile = join(directory, 'bootstrap.mjs');
  // buildSync: the asynchronous build leaves a process of esbuild running.
  buildSync({
    entryPoints: [fileURLToPath(new URL('../runtime/bootstrap.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'silent',
  });
  return outfile;
}
