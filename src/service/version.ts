import { readFileSync } from 'node:fs';

const { version: released } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

/**
 * The version of the package, as in `0.1.0`. The build replaces this module: a bundle has no package.json beside it.
 */
export const version: string = released;
