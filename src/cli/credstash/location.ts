import { existsSync } from 'node:fs';
import { Flags } from '@oclif/core';
import {
  type Access,
  type Environment,
  loadProject,
  PROJECT_FILE,
  profileRegion,
  selectEnvironment,
} from '../../project/index.js';
import { environmentFlag } from '../base-command.js';
import { savedKmsRegion } from './settings.js';

const roleFlag = {
  description: 'ARN of a role to assume',
  exclusive: ['profile'],
};

/** The role flag of `get`, without the short -n: in credstash, -n of `get` means --noline. */
export const arnFlag = Flags.string(roleFlag);

/** The flags that say where the secrets are. Short flags have the meaning that they have in credstash. */
export const locationFlags = {
  env: environmentFlag,
  file: Flags.string({
    description: `the project file; ${PROJECT_FILE} where there is one`,
    helpValue: 'FILE',
  }),
  table: Flags.string({ char: 't', description: 'DynamoDB table' }),
  key: Flags.string({ char: 'k', description: 'KMS key that seals new secrets: id, ARN or alias' }),
  region: Flags.string({ char: 'r', description: 'AWS region' }),
  'kms-region': Flags.string({ description: 'region of the KMS key, where it is another' }),
  profile: Flags.string({ char: 'p', description: 'AWS profile' }),
  arn: Flags.string({ ...roleFlag, char: 'n' }),
  verbose: Flags.boolean({ description: 'say where the secrets are, and which setting decided it' }),
};

/** The flags of the commands that work on two environments. */
export const betweenFlags = {
  file: locationFlags.file,
  verbose: locationFlags.verbose,
  from: Flags.string({ description: 'environment to start from', required: true, helpValue: 'NAME' }),
  to: Flags.string({ description: 'the other environment', required: true, helpValue: 'NAME' }),
  only: Flags.string({
    description: 'name, or pattern with *; more than once for more',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

export interface LocationFlags {
  readonly env?: string | undefined;
  readonly file?: string | undefined;
  readonly table?: string | undefined;
  readonly key?: string | undefined;
  readonly region?: string | undefined;
  readonly 'kms-region'?: string | undefined;
  readonly profile?: string | undefined;
  readonly arn?: string | undefined;
  readonly verbose?: boolean | undefined;
}

export interface BetweenFlags extends LocationFlags {
  readonly from: string;
  readonly to: string;
  readonly only?: string[] | undefined;
}

/** Where one credstash is: its table, its KMS key, and how to reach both. */
export interface CredstashLocation {
  /** The environment of the project; undefined outside a project. */
  readonly environment?: Environment;
  readonly dynamodb: Access;
  readonly kms: Access;
  readonly table: string;
  readonly key: string;
  /** One line for each setting: its value, and what decided it. */
  readonly reasons: readonly string[];
}

/**
 * Finds the credstash of an environment of the project. Without a project file, uses the defaults of credstash itself.
 * A flag overrides both.
 *
 * @throws {UsageError} as `loadProject` and `selectEnvironment` do
 * @example await findCredstash({ table: 'credential-store', region: 'sa-east-1' })
 */
export async function findCredstash(flags: LocationFlags): Promise<CredstashLocation> {
  const { env, file } = flags;
  const inProject = env !== undefined || file !== undefined || existsSync(PROJECT_FILE);
  if (!inProject) return resolveLocation(flags, undefined, process.env);
  const project = await loadProject(file ?? PROJECT_FILE);
  return resolveLocation(flags, selectEnvironment(project, env), process.env);
}

function resolveLocation(
  flags: LocationFlags,
  environment: Environment | undefined,
  variables: NodeJS.ProcessEnv,
): CredstashLocation {
  const project = `environment ${environment?.name}`;
  const table = first([
    [flags.table, '--table'],
    [environment?.credstash.table, project],
    [variables.CREDSTASH_DEFAULT_TABLE, 'CREDSTASH_DEFAULT_TABLE'],
    ['credential-store', 'the default'],
  ]);
  const key = first([
    [flags.key, '--key'],
    [environment?.credstash.key, project],
    ['alias/credstash', 'the default'],
  ]);
  const profile = flags.profile ?? environment?.profile ?? variables.AWS_PROFILE ?? 'default';
  const region = first([
    [flags.region, '--region'],
    [environment?.region, project],
    [variables.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION'],
    [variables.AWS_REGION, 'AWS_REGION'],
    [environment ? undefined : profileRegion(profile), `profile ${profile}`],
    ['us-east-1', 'the default'],
  ]);
  const kmsRegion = first([
    [flags['kms-region'], '--kms-region'],
    [environment ? undefined : savedKmsRegion(), '~/.credstash'],
    region,
  ]);
  const access = accessOf(flags, environment);
  return {
    ...(environment ? { environment } : {}),
    dynamodb: { ...access, region: region[0] },
    kms: { ...access, region: kmsRegion[0] },
    table: table[0],
    key: key[0],
    reasons: [
      `Table: ${table[0]} (${table[1]})`,
      `Key: ${key[0]} (${key[1]})`,
      `Region: ${region[0]} (${region[1]})`,
      `Region of KMS: ${kmsRegion[0]} (${kmsRegion[1]})`,
      `Profile: ${profile}`,
      ...(flags.arn === undefined ? [] : [`Role: ${flags.arn} (--arn)`]),
    ],
  };
}

type Choice<Value> = readonly [value: Value, decidedBy: string];

/** Returns the first choice that is set. An empty variable is not set; the last choice always is. */
function first(choices: readonly [...Choice<string | undefined>[], Choice<string>]): Choice<string> {
  const set = choices.find((choice): choice is Choice<string> => Boolean(choice[0]));
  return set ?? (choices[choices.length - 1] as Choice<string>);
}

/** A profile from the flag is read from the usual AWS files, never from the profile file of the environment. */
function accessOf(
  { profile, arn }: LocationFlags,
  environment: Environment | undefined,
): Omit<Access, 'region'> {
  if (profile !== undefined) return { name: environment?.name ?? 'credstash', profile };
  return { ...(environment ?? { name: 'credstash' }), ...(arn === undefined ? {} : { role: arn }) };
}
