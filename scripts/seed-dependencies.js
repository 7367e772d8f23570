// Runs after `npm ci`: copies the installed packages into the cache of deploys, so that the first deploy installs
// nothing. If that fails, the deploy installs them itself.
import { fileURLToPath } from 'node:url';

if (!process.env.SBW_SKIP_SEED) {
  try {
    const { seedDependencyCache } = await import('../dist/deploy/index.js');
    await seedDependencyCache(fileURLToPath(new URL('..', import.meta.url)));
  } catch (error) {
    console.warn(`The cache of dependencies was not filled: ${error.message}`);
  }
}
