import { Args, Flags } from '@oclif/core';
import { durationFlag, parseDuration } from './duration.js';

export const fileArgument = Args.string({ description: 'the project file', default: 'superbowleto.yml' });

/** Of what changes an environment's functions: there is no default. */
export const targetEnvironmentFlag = Flags.string({
  char: 'e',
  description: 'environment, as the project file names it',
  helpValue: 'NAME',
  required: true,
});

/** A factory: each command says whether it has to be given. */
export const refFlag = Flags.custom<string>({
  char: 'r',
  description: 'branch, tag, full or short commit id, or HEAD',
  helpValue: 'REF',
});

export const sourceFlag = Flags.string({
  description: 'git repository to take the ref from: a path or a URL, instead of the one of the project file',
  helpValue: 'REPOSITORY',
});

export const waitFlag = durationFlag({
  description:
    'wait for a deploy under way to end: --wait=10m no longer than that, --wait alone half an hour',
});

/** Of `sbw deploy`, but for those that every command has. */
export const deployFlags = {
  env: targetEnvironmentFlag,
  ref: refFlag({ required: true }),
  source: sourceFlag,
  'dry-run': Flags.boolean({ description: 'tell what would be changed, as sbw plan does, and end there' }),
  migrate: Flags.boolean({
    description: 'apply pending migrations first, by the new version of migrate-database',
  }),
  wait: waitFlag,
};

/** `--wait` without a duration, which oclif's flags cannot be, as `--wait=30m`. */
export function withWait(argv: readonly string[]): string[] {
  return argv.map((argument, index) => {
    const isBare = argument === '--wait' && parseDuration(argv[index + 1] ?? '') === undefined;
    return isBare ? '--wait=30m' : argument;
  });
}
