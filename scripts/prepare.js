// What npm runs after `npm ci`: the build, then the cache of dependencies. npm runs it as well on the first `npx sbw`,
// since npx links this folder into a cache of its own to find `sbw`. What was built stands then: a new build would take
// `dist` away from a stage that runs from it, and from a second `npx sbw`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const isBuilt = existsSync(fileURLToPath(new URL('../oclif.manifest.json', import.meta.url)));
if (process.env.npm_command !== 'exec' || !isBuilt) {
  await import('./build.js');
  await import('./seed-dependencies.js');
}
