import { readFileSync } from 'node:fs';

const { version: released } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** Of the service's release, as in `0.1.0`. A bundle has no package.json beside it: the build puts the version here. */
export const version: string = released;
