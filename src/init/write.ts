import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { isCollection, isScalar, parseDocument, stringify } from 'yaml';
import { type Environment, loadProject } from '../project/index.js';
import type { Made, MadePlace } from './outputs.js';

export interface Initialized {
  readonly file: string;
  readonly environment: string;
  readonly created: boolean;
  /** Keys of the environment that were written. */
  readonly changed: readonly string[];
}

/** The stage of this machine, for every project the same but for the names. */
function localEnvironment(service: string): Record<string, unknown> {
  return {
    account: '000000000000',
    region: 'ca-west-1',
    profile: 'superbowleto-local',
    profile_file: `\${SBW_HOME:-~/.superbowleto}/aws-config`,
    s3_bucket: `local-${service}-artifacts`,
    credstash: { table: 'local-credstash', key: 'alias/local-credstash' },
    operations_table: `local-${service}-operations`,
    database: {
      instance: `local-${service}`,
      name: service.replaceAll('-', '_'),
      user: service.replaceAll('-', '_'),
    },
  };
}

/**
 * Puts what Terraform has made into superbowleto.yml. A file that is there keeps everything else, comments too, and
 * what says the same already, by a variable perhaps; where there is none, one is made that has the local stage as well.
 * What would be no valid file is never put there.
 *
 * @throws {UsageError} PROJECT_FILE_INVALID
 * @example await writeProjectFile('superbowleto.yml', readOutputs(text));
 */
export async function writeProjectFile(file: string, made: Made): Promise<Initialized> {
  const { name, environment } = made;
  if (!existsSync(file)) {
    await replace(file, stringify(newFile(made), { lineWidth: 110 }));
    return { file, environment: name, created: true, changed: Object.keys(environment) };
  }
  const present = (await loadProject(file)).environments[name];
  const changed = Object.entries(environment).filter(
    ([key, value]) => !isDeepStrictEqual(value, present && said(present)[key as keyof MadePlace]),
  );
  if (changed.length > 0) {
    const changes = changed.map(([key, value]) => ({ path: ['environment', name, key], value }));
    await replace(file, changes.reduce(withValue, await readFile(file, 'utf8')));
  }
  return { file, environment: name, created: false, changed: changed.map(([key]) => key) };
}

/**
 * A value in one line takes the place of the one that is there, and all else stays to the letter. Any other change writes
 * the document anew, with its comments.
 */
function withValue(text: string, { path, value }: { path: string[]; value: unknown }): string {
  const document = parseDocument(text);
  const present = document.getIn(path, true);
  const isInOneLine = isScalar(present) || (isCollection(present) && present.flow);
  if (isInOneLine && present.range) {
    const [start, end] = present.range;
    return text.slice(0, start) + inOneLine(value) + text.slice(end);
  }
  document.setIn(path, document.createNode(value));
  return document.toString({ lineWidth: 0 });
}

function inOneLine(value: unknown): string {
  return stringify(value, {
    collectionStyle: 'flow',
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  }).trim();
}

function newFile({ name, environment, project }: Made): Record<string, unknown> {
  const { service, ...rest } = project;
  return {
    service,
    default_environment: 'local',
    ...rest,
    environment: { [name]: environment, local: localEnvironment(service) },
  };
}

/** An environment of the file in the words of the file. */
function said({ account, region, bucket, credstash, operationsTable, database }: Environment) {
  const { type, identifier, name, user } = database;
  return {
    account,
    region,
    s3_bucket: bucket,
    credstash,
    operations_table: operationsTable,
    database: { [type]: identifier, name, user },
  };
}

/** Checked beside its place, so that relative paths in it mean the same. */
async function replace(file: string, text: string): Promise<void> {
  const next = `${file}.next`;
  try {
    await writeFile(next, text);
    await loadProject(next);
    await rename(next, file);
  } finally {
    await rm(next, { force: true });
  }
}
