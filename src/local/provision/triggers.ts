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

export interface ProvisionedApi {
  /** `http://127.0.0.1:4580/local`, without a path. */
  readonly url: string;
  /** Value of the header x-api-key. */
  readonly key: string;
  /** The key's id, which identifies a tenant. */
  readonly keyId: string;
}

const THROTTLE = { rate: 1_000, burst: 2_000 };

/** Defines a REST API with the routes of all functions. Its only API key stays the same over calls. */
export function defineApi(stage: Stage, project: Project, environment: Environment): ProvisionedApi {
  const api = deployedApi(project, environment);
  const present = stage.apiGateway.definitions().find(({ name }) => name === api.name)?.apiKeys[0];
  const key = present?.value ?? randomBytes(30).toString('base64url');
  stage.apiGateway.define({
    ...api,
    throttle: THROTTLE,
    binaryMediaTypes: ['*/*'],
    apiKeys: [{ name: api.name, value: key }],
    routes: environment.functions.flatMap((functionName) => {
      const trigger = project.functions[functionName]?.trigger;
      if (trigger?.type !== 'routes') return [];
      const deployed = target(project, environment, functionName);
      return trigger.routes.map((route) => ({ ...route, functionName: deployed }));
    }),
  });
  return { url: `${stage.endpoint}/${api.stage}`, key, keyId: apiKeyId(api.name) };
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
