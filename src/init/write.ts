import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { isCollection, isScalar, parseDocument, stringify } from 'yaml';
import { type Environment, loadProject } from '../project/index.js';
import type { EnvironmentSettings, TerraformOutputs } from './outputs.js';

export interface Initialized {
  readonly file: string;
  readonly environment: string;
  readonly created: boolean;
  /** Settings of the environment that were written. */
  readonly changed: readonly string[];
}

/** Returns the environment `local`: the stage on this machine. Only its names differ between projects. */
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
 * Writes the environment that Terraform has made into superbowleto.yml. An existing file keeps everything else: its
 * comments, and a setting that already has the value, for example through a variable. Creates a missing file, with the
 * local stage as a second environment. Never leaves an invalid file.
 *
 * @throws {UsageError} PROJECT_FILE_INVALID: the file, or what it would become, is not valid
 * @example await writeProjectFile('superbowleto.yml', readOutputs(text));
 */
export async function writeProjectFile(file: string, outputs: TerraformOutputs): Promise<Initialized> {
  const { name, environment } = outputs;
  if (!existsSync(file)) {
    await replace(file, stringify(newFile(outputs), { lineWidth: 110 }));
    return { file, environment: name, created: true, changed: Object.keys(environment) };
  }
  const present = (await loadProject(file)).environments[name];
  const changed = Object.entries(environment).filter(
    ([key, value]) =>
      !isDeepStrictEqual(value, present && settingsOf(present)[key as keyof EnvironmentSettings]),
  );
  if (changed.length > 0) {
    const changes = changed.map(([key, value]) => ({ path: ['environment', name, key], value }));
    await replace(file, changes.reduce(withValue, await readFile(file, 'utf8')));
  }
  return { file, environment: name, created: false, changed: changed.map(([key]) => key) };
}

/**
 * Returns the text of a file with one value changed. Replaces a value that stands on one line, and leaves every other
 * character. For any other change, formats the whole document again, comments included.
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

function newFile({ name, environment, project }: TerraformOutputs): Record<string, unknown> {
  const { service, ...rest } = project;
  return {
    service,
    default_environment: 'local',
    ...rest,
    environment: { [name]: environment, local: localEnvironment(service) },
  };
}

/** Returns the settings of a loaded environment as the file writes them. */
function settingsOf({ account, region, bucket, credstash, operationsTable, database }: Environment) {
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

/** Checks the new text beside the file before it replaces the file, so that relative paths in it mean the same. */
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
