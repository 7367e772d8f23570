import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of the JavaScript file that an execution environment starts with. In the package it lies beside this file,
 * compiled; run from the TypeScript sources, it is bundled into `directory` first, so that a function never runs
 * under a TypeScript loader that Lambda does not have.
 */
export async function bootstrapFile(directory: string): Promise<string> {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith('.ts')) return fileURLToPath(new URL('../runtime/bootstrap.js', import.meta.url));
  const { buildSync } = await import('esbuild');
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const outfile = join(directory, 'bootstrap.mjs');
  // In one go: esbuild's other way leaves a process of its own behind.
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
