import {
  type APIGatewayClient,
  GetStageCommand,
  type Method,
  paginateGetResources,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway';
import { CURRENT_ALIAS, deployedApi, deployedName, type Route } from '../project/index.js';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';

/** Checks that the API exists with its stage, and that its routes are those of superbowleto.yml and call the right aliases. */
export const routes: Check = {
  name: 'routes',
  async run(context: CheckContext): Promise<Finding[]> {
    const { project, environment, connection } = context;
    const expected = expectedRoutes(context);
    if (expected.size === 0) return [];
    const { name: subject, stage } = deployedApi(project, environment);
    const finding = (problem: string, about = subject): Finding => ({
      subject: about,
      problem,
      fix: terraformFix(environment.name),
    });
    const id = await findApi(connection.apiGateway, subject);
    if (id === undefined) return [finding('is not there: API Gateway has no such API')];
    const [methods, isServed] = await Promise.all([
      methodsOf(connection.apiGateway, id),
      hasStage(context, id, stage),
    ]);
    const names = new Set([...expected.keys(), ...methods.keys()]);
    return [
      ...(isServed ? [] : [finding(`has no stage ${stage}: nobody can call it`)]),
      ...[...names].sort().flatMap((name) => {
        const problem = problemOf(expected.get(name), methods.get(name));
        return problem === undefined ? [] : [finding(problem, `the route ${name}`)];
      }),
    ];
  },
};

interface Expected extends Route {
  /** Deployed name and alias. */
  readonly target: string;
}

/** The key is `POST /boletos`. */
function expectedRoutes({ project, environment }: CheckContext): Map<string, Expected> {
  const entries = environment.functions.flatMap((name) => {
    const trigger = project.functions[name]?.trigger;
    if (trigger?.type !== 'routes') return [];
    const target = `${deployedName(project, environment, name)}:${CURRENT_ALIAS}`;
    return trigger.routes.map((route) => [nameOf(route.method, route.path), { ...route, target }] as const);
  });
  return new Map(entries);
}

const nameOf = (method: string, path: string) => `${method} ${path}`;

async function findApi(client: APIGatewayClient, name: string): Promise<string | undefined> {
  for await (const { items = [] } of paginateGetRestApis({ client, pageSize: 500 }, {})) {
    const found = items.find((api) => api.name === name);
    if (found) return found.id;
  }
  return undefined;
}

/** The key is `POST /boletos`. */
async function methodsOf(client: APIGatewayClient, restApiId: string): Promise<Map<string, Method>> {
  const found = new Map<string, Method>();
  const pages = paginateGetResources({ client, pageSize: 500 }, { restApiId, embed: ['methods'] });
  for await (const { items = [] } of pages) {
    for (const { path = '', resourceMethods = {} } of items) {
      for (const [method, described] of Object.entries(resourceMethods))
        found.set(nameOf(method, path), described);
    }
  }
  return found;
}

async function hasStage({ connection, signal }: CheckContext, restApiId: string, stageName: string) {
  const request = new GetStageCommand({ restApiId, stageName });
  return await connection.apiGateway.send(request, { abortSignal: signal }).then(
    () => true,
    (error: Error) => {
      if (error.name === 'NotFoundException') return false;
      throw error;
    },
  );
}

function problemOf(expected: Expected | undefined, method: Method | undefined): string | undefined {
  if (!expected) return 'is answered, and superbowleto.yml has no such route';
  if (!method) return 'is not in the API';
  const uri = method.methodIntegration?.uri ?? '';
  if (!uri.endsWith(`:function:${expected.target}/invocations`)) {
    return `calls ${/:function:([^/]+)\/invocations$/.exec(uri)?.[1] ?? 'no function'} and not ${expected.target}`;
  }
  if (method.apiKeyRequired !== expected.apiKey) {
    return expected.apiKey ? 'is open to everybody: it asks for no API key' : 'asks for an API key';
  }
  return undefined;
}
