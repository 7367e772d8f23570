// After `npm ci`: keeps a copy of what it has just installed where deploys look for it, so that the first deploy from
// here installs nothing. It is only a cache: when it cannot be filled, the deploy installs.
import { fileURLToPath } from 'node:url';

if (!process.env.SBW_SKIP_SEED) {
  try {
    const { seedDependencyCache } = await import('../dist/deploy/index.js');
    await seedDependencyCache(fileURLToPath(new URL('..', import.meta.url)));
  } catch (error) {
    console.warn(`The cache of dependencies was not filled: ${error.message}`);
  }
}
