// Measures the size of each library in a bundle, and how long the bundle takes to load.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const index = fileURLToPath(new URL('../../src/credstash/index.ts', import.meta.url));

/** Defines `require` in an ES module, because bundled CommonJS packages call it. */
export const REQUIRE =
  "import{createRequire as benchRequire}from'node:module';const require=benchRequire(import.meta.url);";

export interface Weight {
  readonly what: string;
  readonly bytes: number;
  readonly gzipped: number;
}

/**
 * Measures each library alone, without the SDK.
 *
 * @param peer folder with nodecredstash in its node_modules
 */
export async function weigh(folder: string, peer: string): Promise<Weight[]> {
  const sources: [string, string, string][] = [
    ['createCredstash', `export { createCredstash } from ${JSON.stringify(index)};`, folder],
    ['createReader', `export { createReader } from ${JSON.stringify(index)};`, folder],
    ['nodecredstash 2.0.2', `export { default } from 'nodecredstash';`, peer],
  ];
  const weights: Weight[] = [];
  for (const [what, contents, resolveDir] of sources) {
    const file = join(folder, `alone-${weights.length}.mjs`);
    const bytes = await bundle(contents, resolveDir, file, ['@aws-sdk/*', 'aws-sdk']);
    weights.push({ what, ...bytes });
  }
  return weights;
}

/** Measures each library with its SDK: all that a Lambda function without node_modules needs. */
export async function loadable(folder: string, peer: string): Promise<(Weight & { file: string })[]> {
  const clients = `export { KMSClient } from '@aws-sdk/client-kms'; export { DynamoDBClient } from '@aws-sdk/client-dynamodb';`;
  const here = fileURLToPath(new URL('.', import.meta.url));
  const sources: [string, string, string][] = [
    [
      'createCredstash and its SDK',
      `${clients} export { createCredstash } from ${JSON.stringify(index)};`,
      here,
    ],
    ['createReader and its SDK', `${clients} export { createReader } from ${JSON.stringify(index)};`, here],
    ['nodecredstash 2.0.2 and its SDK', `export { default } from 'nodecredstash';`, peer],
  ];
  const weights: (Weight & { file: string })[] = [];
  for (const [what, contents, resolveDir] of sources) {
    const file = join(folder, `whole-${weights.length}.mjs`);
    weights.push({ what, file, ...(await bundle(contents, resolveDir, file, [])) });
  }
  return weights;
}

async function bundle(contents: string, resolveDir: string, outfile: string, external: string[]) {
  await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    outfile,
    bundle: true,
    external,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node20',
    minify: true,
    legalComments: 'none',
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
  return { bytes: statSync(outfile).size, gzipped: gzipSync(readFileSync(outfile)).length };
}

/** Returns the milliseconds that a new process needs to import `file`, without the start of Node itself. */
export function loadTime(file: string): number {
  const script = `const began = process.hrtime.bigint(); await import(${JSON.stringify(file)}); process.stdout.write(String(Number(process.hrtime.bigint() - began) / 1e6));`;
  const output = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    env: { ...process.env, AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' },
  });
  return Number(output);
}
