// Compiles src/ to dist/, and writes oclif.manifest.json, so that `sbw` starts without reading every command, and the
// JSON schema of superbowleto.yml.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
rmSync(`${root}oclif.manifest.json`, { force: true });
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.json`], {
  stdio: 'inherit',
});

const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true, type: 'core' });
await plugin.load();
writeFileSync(`${root}oclif.manifest.json`, `${JSON.stringify(plugin.manifest, null, 2)}\n`);

const { projectFileJsonSchema } = await import('../dist/project/index.js');
writeFileSync(`${root}superbowleto.schema.json`, `${JSON.stringify(projectFileJsonSchema(), null, 2)}\n`);
