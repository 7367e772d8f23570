import { dirname, resolve } from 'node:path';
import { isProtected } from './checks.js';
import type { EnvironmentInFile, ProjectFile } from './schema.js';
import type {
  ChatDefinition,
  DeployDefinition,
  Environment,
  FunctionDefinition,
  Project,
  Route,
  Trigger,
} from './types.js';

type FunctionInFile = ProjectFile['functions'][string];

/**
 * Converts the checked file to a Project: fills in defaults and makes paths absolute.
 *
 * @param file absolute path
 */
export function resolveProject(content: ProjectFile, file: string): Project {
  const directory = dirname(file);
  return {
    file,
    directory,
    service: content.service,
    defaultEnvironment: content.default_environment,
    scm: content.scm,
    build: content.build,
    deploy: resolveDeploy(content.deploy),
    functions: mapValues(content.functions, resolveFunction),
    queues: mapValues(content.queues, (queue, name) => ({
      name,
      visibilityTimeout: queue.visibility_timeout,
      delay: queue.delay,
      maxReceives: queue.max_receives,
    })),
    migrations: resolve(directory, content.migrations),
    environments: mapValues(content.environment, (environment, name) =>
      resolveEnvironment(environment, name, content, directory),
    ),
    ...(content.chat === undefined ? {} : { chat: resolveChat(content.chat) }),
  };
}

function resolveChat({
  name,
  names,
  confirm_within,
  permissions,
  slack,
}: NonNullable<ProjectFile['chat']>): ChatDefinition {
  return {
    ...(name === undefined ? {} : { name }),
    names,
    confirmWithin: confirm_within,
    permissions: permissions.map(({ who, may, in: environments }) => ({
      who,
      operations: may,
      environments,
    })),
    ...(slack === undefined ? {} : { slack: resolveSecretNames(slack) }),
  };
}

function resolveSecretNames({
  environment,
  bot_token,
  app_token,
}: NonNullable<NonNullable<ProjectFile['chat']>['slack']>): NonNullable<ChatDefinition['slack']> {
  return {
    environment,
    ...(bot_token === undefined ? {} : { botToken: bot_token }),
    ...(app_token === undefined ? {} : { appToken: app_token }),
  };
}

function resolveDeploy({ type, package: globs, smoke_event, keep }: ProjectFile['deploy']): DeployDefinition {
  return {
    type,
    package: globs,
    ...(smoke_event === undefined ? {} : { smokeEvent: smoke_event }),
    ...(keep === undefined ? {} : { keep }),
  };
}

function resolveFunction(definition: FunctionInFile, name: string): FunctionDefinition {
  const { handler, memory, timeout, trigger } = definition;
  return { name, handler, memory, timeout, trigger: resolveTrigger(trigger) };
}

function resolveTrigger(trigger: FunctionInFile['trigger']): Trigger {
  if (trigger === 'none') return { type: 'none' };
  if ('queue' in trigger) {
    const { queue, batch_size: batchSize, maximum_concurrency: maximumConcurrency } = trigger;
    return { type: 'queue', queue, batchSize, ...(maximumConcurrency ? { maximumConcurrency } : {}) };
  }
  if ('schedule' in trigger) return { type: 'schedule', expression: trigger.schedule };
  const withKey = 'route' in trigger ? [trigger.route] : 'routes' in trigger ? trigger.routes : [];
  const open = 'open_routes' in trigger ? (trigger.open_routes ?? []) : [];
  return {
    type: 'routes',
    routes: [
      ...withKey.map((route) => resolveRoute(route, true)),
      ...open.map((route) => resolveRoute(route, false)),
    ],
  };
}

function resolveRoute(text: string, apiKey: boolean): Route {
  const [method = '', path = ''] = text.split(' ');
  return { method, path, apiKey };
}

function resolveEnvironment(
  environment: EnvironmentInFile,
  name: string,
  { deploy, functions }: ProjectFile,
  directory: string,
): Environment {
  const { endpoint, profile, profile_file } = environment;
  return {
    name,
    account: environment.account,
    region: environment.region ?? deploy.region ?? '',
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { profile }),
    ...(profile_file === undefined ? {} : { profileFile: resolve(directory, profile_file) }),
    protected: isProtected(name, environment.protected),
    bucket: environment.s3_bucket ?? deploy.s3_bucket ?? '',
    credstash: environment.credstash,
    operationsTable: environment.operations_table,
    database: resolveDatabase(environment.database),
    functions: environment.functions ?? Object.keys(functions),
    simulators: environment.simulators ?? [],
  };
}

function resolveDatabase({
  instance,
  cluster,
  name,
  user,
}: EnvironmentInFile['database']): Environment['database'] {
  const type = cluster === undefined ? 'instance' : 'cluster';
  return { type, identifier: cluster ?? instance ?? '', name, user };
}

function mapValues<In, Out>(
  values: Readonly<Record<string, In>>,
  change: (value: In, name: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}
