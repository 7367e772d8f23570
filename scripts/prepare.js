// npm runs this after `npm ci`: it builds, and then fills the cache of dependencies. npm also runs it on the first `npx
// sbw`, because npx links this folder into its own cache. An existing build stays then: a new one would delete `dist`
// under a running stage or a second `npx sbw`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const isBuilt = existsSync(fileURLToPath(new URL('../oclif.manifest.json', import.meta.url)));
if (process.env.npm_command !== 'exec' || !isBuilt) {
  await import('./build.js');
  await import('./seed-dependencies.js');
}
