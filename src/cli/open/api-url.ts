import { GetPolicyCommand, type LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { CURRENT_ALIAS, deployedName, type Environment, type Project } from '../../project/index.js';

/**
 * Finds the URL of an environment's API in the permissions of its functions. They name the one API and stage that may
 * call them.
 *
 * @returns undefined when no API may call a function
 *
 * @example await findApiUrl(lambda, project, environment) // 'https://a1b2c3.execute-api.us-east-1.amazonaws.com/live'
 */
export async function findApiUrl(
  lambda: LambdaClient,
  project: Project,
  environment: Environment,
): Promise<string | undefined> {
  for (const name of environment.functions) {
    if (project.functions[name]?.trigger.type !== 'routes') continue;
    const url = urlIn(await readPolicy(lambda, deployedName(project, environment, name)));
    if (url !== undefined) return url;
  }
  return undefined;
}

async function readPolicy(lambda: LambdaClient, functionName: string): Promise<string> {
  const command = new GetPolicyCommand({ FunctionName: functionName, Qualifier: CURRENT_ALIAS });
  try {
    return (await lambda.send(command)).Policy ?? '';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return '';
    throw error;
  }
}

/** Finds `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` in a policy and returns its URL. */
function urlIn(policy: string): string | undefined {
  const arn = /arn:(aws[a-z-]*):execute-api:([a-z0-9-]+):\d{12}:([a-z0-9]+)\/([\w-]+)\//.exec(policy);
  if (!arn) return undefined;
  const [, partition, region, api, stage] = arn;
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${api}.execute-api.${region}.${domain}/${stage}`;
}
