import { Flags } from '@oclif/core';
import { durationFlag } from '../duration.js';

/** The flags that select something other than a whole rotation; each excludes the others. */
const MODES = ['dry-run', 'resume', 'abort', 'reconcile', 'init', 'repair'];

const mode = (name: string, description: string) =>
  Flags.boolean({ description, exclusive: MODES.filter((other) => other !== name) });

export const rotationFlags = {
  all: Flags.boolean({ description: 'every environment, one after the other, ending at the first failure' }),
  'dry-run': mode('dry-run', 'tell what would happen, and end there'),
  resume: mode('resume', 'only finish a rotation that was begun'),
  abort: mode(
    'abort',
    'give up a rotation that was begun, where it is certain that RDS never sets its password',
  ),
  reconcile: mode('reconcile', 'after a restore: find the password that the database takes now'),
  init: Flags.boolean({
    description: 'store the password that the database has, asked for or from standard input',
    exclusive: ['all', ...MODES.filter((other) => other !== 'init')],
  }),
  repair: mode('repair', 'go on although the current password does not log in'),
  force: Flags.boolean({ description: 'go on although clients may not follow' }),
  length: Flags.integer({ description: 'characters of the new password', default: 40 }),
  timeout: durationFlag({ description: 'how long RDS may take (15m when left out)' }),
};
