import { randomBytes } from 'node:crypto';
import { apiKeyId } from '../../emulator/apigateway/index.js';
import {
  CURRENT_ALIAS,
  deployedApi,
  deployedName,
  type Environment,
  type Project,
} from '../../project/index.js';
import type { Stage } from '../stage.js';

/** An API key of the stage. */
export interface ProvisionedKey {
  /** The tenant that `sbw local start` gives the key to. */
  readonly tenant: string;
  /** Value of the header x-api-key. */
  readonly key: string;
  /** API Gateway's id of the key. */
  readonly keyId: string;
}

export interface ProvisionedApi extends ProvisionedKey {
  /** `http://127.0.0.1:4580/local`, without a path. */
  readonly url: string;
  /** A key of another tenant, to try what a tenant may see and do. */
  readonly second: ProvisionedKey;
}

const THROTTLE = { rate: 1_000, burst: 2_000 };

/** Defines a REST API with the routes of all functions. Its two API keys stay the same over calls. */
export function defineApi(stage: Stage, project: Project, environment: Environment): ProvisionedApi {
  const api = deployedApi(project, environment);
  const present = stage.apiGateway.definitions().find(({ name }) => name === api.name)?.apiKeys ?? [];
  const [first, second] = [api.name, `${api.name}-two`].map((name, index) => {
    const value = present[index]?.value ?? randomBytes(30).toString('base64url');
    return { name, value };
  }) as [ApiKey, ApiKey];
  stage.apiGateway.define({
    ...api,
    throttle: THROTTLE,
    binaryMediaTypes: ['*/*'],
    apiKeys: [first, second],
    routes: environment.functions.flatMap((functionName) => {
      const trigger = project.functions[functionName]?.trigger;
      if (trigger?.type !== 'routes') return [];
      const deployed = target(project, environment, functionName);
      return trigger.routes.map((route) => ({ ...route, functionName: deployed }));
    }),
  });
  return {
    url: `${stage.endpoint}/${api.stage}`,
    ...provisionedKey('default', first),
    second: provisionedKey('example-two', second),
  };
}

interface ApiKey {
  readonly name: string;
  readonly value: string;
}

function provisionedKey(tenant: string, { name, value }: ApiKey): ProvisionedKey {
  return { tenant, key: value, keyId: apiKeyId(name) };
}

/** Defines the EventBridge rules of all functions with a schedule. */
export function defineSchedules(stage: Stage, project: Project, environment: Environment): void {
  stage.scheduler.define(
    environment.functions.flatMap((name) => {
      const trigger = project.functions[name]?.trigger;
      if (trigger?.type !== 'schedule') return [];
      const { expression } = trigger;
      const rule = deployedName(project, environment, name);
      return [{ name: rule, expression, functionName: target(project, environment, name) }];
    }),
  );
}

function target(project: Project, environment: Environment, name: string): string {
  return `${deployedName(project, environment, name)}:${CURRENT_ALIAS}`;
}
