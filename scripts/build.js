// Compiles src/ to dist/. Writes oclif.manifest.json, so that `sbw` starts without loading every command, and the JSON
// schema of superbowleto.yml.
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core';
import { requireSdk } from './require-sdk.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = `${root}build/dist`;
rmSync(fresh, { recursive: true, force: true });
const compiler = `${root}node_modules/typescript/bin/tsc`;
execFileSync(process.execPath, [compiler, '-p', `${root}tsconfig.json`, '--outDir', fresh], {
  stdio: 'inherit',
});

requireSdk(fresh);

// The old dist stays if the compilation fails.
rmSync(`${root}oclif.manifest.json`, { force: true });
rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(fresh, `${root}dist`);

const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true, type: 'core' });
await plugin.load();
writeFileSync(`${root}oclif.manifest.json`, `${JSON.stringify(plugin.manifest, null, 2)}\n`);

const { projectFileJsonSchema } = await import('../dist/project/index.js');
writeFileSync(`${root}superbowleto.schema.json`, `${JSON.stringify(projectFileJsonSchema(), null, 2)}\n`);
