import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Document, parseDocument, stringify } from 'yaml';
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
    const document: Document = parseDocument(await readFile(file, 'utf8'));
    for (const [key, value] of changed)
      document.setIn(['environment', name, key], document.createNode(value));
    await replace(file, document.toString({ lineWidth: 0 }));
  }
  return { file, environment: name, created: false, changed: changed.map(([key]) => key) };
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
