import { existsSync } from 'node:fs';
import { Flags } from '@oclif/core';
import {
  type Access,
  type Environment,
  loadProject,
  profileRegion,
  selectEnvironment,
} from '../../project/index.js';
import { environmentFlag } from '../base-command.js';
import { savedKmsRegion } from './settings.js';

const PROJECT_FILE = 'superbowleto.yml';

const roleFlag = {
  description: 'ARN of a role to assume',
  exclusive: ['profile'],
};

/** To `get`, credstash's -n is another flag, so that the role has no short one there. */
export const arnFlag = Flags.string(roleFlag);

/** The flags that say where the secrets are. The short ones mean what they mean to credstash. */
export const placeFlags = {
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

/** The flags of what concerns two environments. */
export const betweenFlags = {
  file: placeFlags.file,
  verbose: placeFlags.verbose,
  from: Flags.string({ description: 'environment to start from', required: true, helpValue: 'NAME' }),
  to: Flags.string({ description: 'the other environment', required: true, helpValue: 'NAME' }),
  only: Flags.string({
    description: 'name, or pattern with *; more than once for more',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

export interface PlaceFlags {
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

export interface BetweenFlags extends PlaceFlags {
  readonly from: string;
  readonly to: string;
  readonly only?: string[] | undefined;
}

/** One credstash: where its table and its key are. */
export interface CredstashPlace {
  /** The project's environment; undefined for a credstash of no project. */
  readonly environment?: Environment;
  readonly dynamodb: Access;
  readonly kms: Access;
  readonly table: string;
  readonly key: string;
  /** Each setting with what decided it, a line each. */
  readonly reasons: readonly string[];
}

/**
 * An environment of the project, or where there is no project file and none was asked for, what credstash itself would
 * take. A flag beats both.
 *
 * @throws {UsageError} as `loadProject` and `selectEnvironment` do
 * @example await findCredstash({ table: 'credential-store', region: 'sa-east-1' })
 */
export async function findCredstash(flags: PlaceFlags): Promise<CredstashPlace> {
  const { env, file } = flags;
  const inProject = env !== undefined || file !== undefined || existsSync(PROJECT_FILE);
  if (!inProject) return place(flags, undefined, process.env);
  const project = await loadProject(file ?? PROJECT_FILE);
  return place(flags, selectEnvironment(project, env), process.env);
}

function place(
  flags: PlaceFlags,
  environment: Environment | undefined,
  variables: NodeJS.ProcessEnv,
): CredstashPlace {
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

/** The first that is set; an empty variable is not. The last always is. */
function first(choices: readonly [...Choice<string | undefined>[], Choice<string>]): Choice<string> {
  const set = choices.find((choice): choice is Choice<string> => Boolean(choice[0]));
  return set ?? (choices[choices.length - 1] as Choice<string>);
}

/** A profile of one's own comes from the usual files, never from the environment's. */
function accessOf(
  { profile, arn }: PlaceFlags,
  environment: Environment | undefined,
): Omit<Access, 'region'> {
  if (profile !== undefined) return { name: environment?.name ?? 'credstash', profile };
  return { ...(environment ?? { name: 'credstash' }), ...(arn === undefined ? {} : { role: arn }) };
}
