import { Args, Flags } from '@oclif/core';
import type { Canary } from '../../deploy/index.js';
import { UsageError } from '../../errors.js';
import { PROJECT_FILE } from '../../project/index.js';
import { durationFlag, parseDuration } from '../duration.js';

export const fileArgument = Args.string({ description: 'the project file', default: PROJECT_FILE });

/** The environment, for commands that change its functions. Has no default. */
export const targetEnvironmentFlag = Flags.string({
  char: 'e',
  description: 'environment, as the project file names it',
  helpValue: 'NAME',
  required: true,
});

/** A factory: each command decides whether the flag is required. */
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

/** The flags of `sbw deploy`, without those of every command. */
export const deployFlags = {
  env: targetEnvironmentFlag,
  ref: refFlag({ required: true }),
  source: sourceFlag,
  'dry-run': Flags.boolean({ description: 'tell what would be changed, as sbw plan does, and end there' }),
  migrate: Flags.boolean({
    description: 'apply pending migrations first, by the new version of migrate-database',
  }),
  wait: waitFlag,
  canary: Flags.integer({
    description: 'give the new versions so much of the calls first, and go back by itself when they do worse',
    helpValue: 'PERCENT',
    min: 1,
    max: 99,
  }),
  for: durationFlag({
    description: 'how long the canary is watched: 5m when left out',
    dependsOn: ['canary'],
  }),
};

const CANARY_MILLISECONDS = 5 * 60_000;
/** CloudWatch counts in whole minutes. */
const SHORTEST_CANARY_MILLISECONDS = 60_000;

/** Returns the canary that the flags ask for; undefined without `--canary`. @throws {UsageError} CANARY_TOO_SHORT */
export function canaryOf(flags: {
  readonly canary: number | undefined;
  readonly for: number | undefined;
}): Canary | undefined {
  const { canary: percent, for: milliseconds = CANARY_MILLISECONDS } = flags;
  if (percent === undefined) return undefined;
  if (milliseconds >= SHORTEST_CANARY_MILLISECONDS) return { percent, milliseconds };
  throw new UsageError('CANARY_TOO_SHORT', 'A canary is watched for a minute at least: --for 1m.');
}

/** Replaces a `--wait` without a duration by `--wait=30m`: a flag of oclif either has a value or never has one. */
export function withWait(argv: readonly string[]): string[] {
  return argv.map((argument, index) => {
    const isBare = argument === '--wait' && parseDuration(argv[index + 1] ?? '') === undefined;
    return isBare ? '--wait=30m' : argument;
  });
}
