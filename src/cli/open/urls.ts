import { SuperbowletoError } from '../../errors.js';
import { findStage, homeFolder } from '../../local/index.js';
import { deployedFunction, type OpenEnvironment } from '../../project/index.js';
import { findApiUrl } from './api-url.js';
import { consoleUrl } from './console-url.js';

/**
 * Returns the URL of a function in AWS's console, or of the environment's API when no function is named.
 *
 * @throws {SuperbowletoError} NO_CONSOLE, NO_API
 * @throws {UsageError} UNKNOWN_FUNCTION
 */
export async function urlOf(opened: OpenEnvironment, name: string | undefined): Promise<string> {
  const { project, environment, connection } = opened;
  const stage = await stageOf(opened);
  if (name === undefined) {
    const url = stage?.api.url ?? (await findApiUrl(connection.lambda, project, environment));
    if (url !== undefined) return url;
    const text = `API Gateway may call no function of ${environment.name}; terraform output api_url says where its API is.`;
    throw new SuperbowletoError('NO_API', text);
  }
  const { functionName } = deployedFunction(project, environment, name);
  if (!stage) return consoleUrl(environment, functionName);
  const text = `The local stage has no console. What ${name} logs says: sbw logs ${name} --env ${environment.name}`;
  throw new SuperbowletoError('NO_CONSOLE', text);
}

/** Returns the provisioned stage, when the environment's endpoint is the local stage of this machine. */
async function stageOf({ environment, connection }: OpenEnvironment) {
  const stage = findStage(homeFolder(process.env));
  if (stage?.provisioned?.environment !== environment.name || !stage.endpoint) return undefined;
  const endpoint = await connection.sts.config.endpoint?.();
  return endpoint && new URL(stage.endpoint).port === String(endpoint.port) ? stage.provisioned : undefined;
}
