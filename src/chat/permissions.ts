import { SuperbowletoError } from '../errors.js';
import type { ChatOperation, Project } from '../project/index.js';
import { nameOf, type Speaker } from './message.js';
import type { OperationRequest } from './sentence.js';

/**
 * Answers whether `chat.permissions` allows a person an operation in an environment. It asks the chat about groups only
 * when the person's own id has no permission.
 */
export async function isPermitted(
  project: Project,
  speaker: Speaker,
  operation: ChatOperation,
  environment: string,
): Promise<boolean> {
  const permissions = (project.chat?.permissions ?? []).filter(
    ({ operations, environments }) => operations.includes(operation) && environments.includes(environment),
  );
  const who = permissions.flatMap((permission) => permission.who);
  if (who.includes(speaker.id)) return true;
  for (const group of new Set(who.filter((id) => id.startsWith('S')))) {
    if (await speaker.isMember(group)) return true;
  }
  return false;
}

/**
 * Verifies the permissions for a request. A deploy that migrates needs both.
 *
 * @throws {SuperbowletoError} NOT_PERMITTED, naming the first operation that is not allowed
 */
export async function verifyPermitted(
  project: Project,
  speaker: Speaker,
  request: OperationRequest,
  environment: string,
): Promise<void> {
  for (const operation of operationsOf(request)) {
    if (await isPermitted(project, speaker, operation, environment)) continue;
    throw notPermitted(project, `${nameOf(speaker)} may not ${operation} in ${environment} from here`);
  }
}

function operationsOf(request: OperationRequest): ChatOperation[] {
  return request.verb === 'deploy' && request.migrate ? ['deploy', 'migrate'] : [request.verb];
}

/** Returns the environments where a person may do this. @throws {SuperbowletoError} NOT_PERMITTED when there is none */
export async function permittedEnvironments(
  project: Project,
  speaker: Speaker,
  operation: ChatOperation,
): Promise<string[]> {
  const names: string[] = [];
  for (const name of Object.keys(project.environments)) {
    if (await isPermitted(project, speaker, operation, name)) names.push(name);
  }
  if (names.length > 0) return names;
  throw notPermitted(project, `${nameOf(speaker)} may not ask for ${operation} of any environment from here`);
}

function notPermitted({ chat }: Project, what: string): SuperbowletoError {
  const why = chat
    ? 'Who may do what, says chat.permissions in superbowleto.yml.'
    : 'superbowleto.yml has no section chat, so that nobody may do anything.';
  return new SuperbowletoError('NOT_PERMITTED', `${what}; nothing was changed. ${why}`);
}
