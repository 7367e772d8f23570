import { Flags } from '@oclif/core';
import { DIGESTS } from '../../credstash/index.js';

/** The flags of the commands that store secrets. Short flags have the meaning that they have in credstash. */
export const writeFlags = {
  version: Flags.string({ char: 'v', description: 'version; one above the latest when left out' }),
  autoversion: Flags.boolean({
    char: 'a',
    description: 'one above the latest, which is so without it too',
    exclusive: ['version'],
  }),
  comment: Flags.string({
    char: 'c',
    description: 'note beside the value, not encrypted; time and author when left out',
  }),
  digest: Flags.option({ char: 'd', description: 'digest of the HMAC', options: DIGESTS })(),
};
