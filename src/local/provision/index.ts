import { type Credstash, createCredstash } from '../../credstash/index.js';
import { SuperbowletoError } from '../../errors.js';
import {
  deployedApi,
  deployedName,
  type Environment,
  type FunctionDefinition,
  type Project,
} from '../../project/index.js';
import { type Stage, stageFolder } from '../stage.js';
import { type Clients, stageClients } from './clients.js';
import { ensureDatabase, type ProvisionedDatabase } from './database.js';
import { ensureFunction, ensureMapping } from './functions.js';
import { ensurePageKey } from './page-key.js';
import { ensureQueues, type ProvisionedQueue } from './queues.js';
import { type Provisioned, saveProvisioned } from './record.js';
import { runSimulators } from './simulators.js';
import { ensureBucket, ensureKey, ensureTable } from './stores.js';
import { defineApi, defineSchedules } from './triggers.js';

export type { Provisioned } from './record.js';

/**
 * Provisions the stage with what Terraform creates on AWS: key, tables, bucket, queues, database with its first
 * password in credstash, functions with the alias `current`, and their triggers. It also starts the environment's
 * simulated banks.
 *
 * A second call creates what is missing and changes what differs, but nothing that was deployed.
 *
 * @throws SuperbowletoError DATABASE_NOT_READY, UNKNOWN_FUNCTION
 *
 * @example
 * const project = await loadProject('superbowleto.yml');
 * const { api } = await provision(stage, project, selectEnvironment(project, 'local'));
 */
export async function provision(
  stage: Stage,
  project: Project,
  environment: Environment,
): Promise<Provisioned> {
  const clients = stageClients(stage);
  try {
    const [database, queues] = await Promise.all([
      makeSecretsAndDatabase(clients, environment),
      ensureQueues(clients.sqs, project, environment),
      ensureTable(clients.dynamodb, environment.operationsTable, 'pk', 'sk'),
      ensureBucket(clients.s3, environment.bucket, stage.region),
    ]);
    const bankUrls = await runSimulators(stage, secretsOf(clients, environment), environment);
    const variables = {
      ...functionVariables(environment, database, queues),
      ...bankUrls,
      PAYER_PAGE_URL: `${stage.endpoint}/${deployedApi(project, environment).stage}`,
    };
    await Promise.all(
      environment.functions.map((name) =>
        makeFunction(clients, project, environment, definitionOf(project, name), variables, queues),
      ),
    );
    const provisioned: Provisioned = {
      environment: environment.name,
      api: defineApi(stage, project, environment),
      database,
      functions: environment.functions.map((name) => ({ name: deployedName(project, environment, name) })),
    };
    defineSchedules(stage, project, environment);
    saveProvisioned(stageFolder(stage.home), provisioned);
    return provisioned;
  } finally {
    clients.close();
  }
}

async function makeSecretsAndDatabase(
  clients: Clients,
  environment: Environment,
): Promise<ProvisionedDatabase> {
  const { table, key } = environment.credstash;
  await ensureKey(clients.kms, key);
  await ensureTable(clients.dynamodb, table, 'name', 'version');
  const secrets = secretsOf(clients, environment);
  await ensurePageKey(secrets, environment);
  return await ensureDatabase(clients.rds, secrets, environment);
}

function secretsOf({ kms, dynamodb }: Clients, { credstash }: Environment): Credstash {
  return createCredstash({ kms, dynamodb, ...credstash });
}

/** Returns the variables of every function. The stage's PostgreSQL listens on the loopback only, without TLS. */
function functionVariables(
  environment: Environment,
  database: ProvisionedDatabase,
  queues: Readonly<Record<string, ProvisionedQueue>>,
): Record<string, string> {
  const urls = Object.entries(queues).map(([name, { url }]) => [
    `${name.toUpperCase().replaceAll('-', '_')}_QUEUE_URL`,
    url,
  ]);
  return {
    ENVIRONMENT: environment.name,
    CREDSTASH_TABLE: environment.credstash.table,
    DATABASE_HOST: database.host,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.name,
    DATABASE_USER: database.user,
    DATABASE_SSL: 'disable',
    ...Object.fromEntries(urls),
  };
}

async function makeFunction(
  { lambda }: Clients,
  project: Project,
  environment: Environment,
  definition: FunctionDefinition,
  variables: Readonly<Record<string, string>>,
  queues: Readonly<Record<string, ProvisionedQueue>>,
): Promise<void> {
  const name = deployedName(project, environment, definition.name);
  const role = `arn:aws:iam::${environment.account}:role/${name}`;
  await ensureFunction(lambda, { name, definition, role, variables });
  const { trigger } = definition;
  const queue = trigger.type === 'queue' ? queues[trigger.queue] : undefined;
  if (trigger.type === 'queue' && queue) await ensureMapping(lambda, name, queue.arn, trigger);
}

function definitionOf(project: Project, name: string): FunctionDefinition {
  const definition = project.functions[name];
  if (definition) return definition;
  throw new SuperbowletoError('UNKNOWN_FUNCTION', `${project.file} lists ${name}, but does not define it.`);
}
