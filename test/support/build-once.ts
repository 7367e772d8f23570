// Builds once, for tests that kill the process: node --import tsx build-once.ts '{ "cache", "install" }'
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTree } from '../../src/deploy/build/build.js';
import { withWorkFolder } from '../../src/deploy/cache.js';

const { cache, install } = JSON.parse(process.argv[2] ?? '');
const definition = {
  type: 'command',
  lockfile: 'package-lock.json',
  install,
  command: 'mkdir -p out',
  output: 'out',
} as const;
const context = { cache, report: () => undefined, signal: new AbortController().signal };
await withWorkFolder(cache, async (folder) => {
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  await buildTree(definition, folder, context);
});
