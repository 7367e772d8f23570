import { SuperbowletoError } from '../errors.js';
import type { ChatOperation, Project } from '../project/index.js';
import { nameOf, type Speaker } from './message.js';
import type { Work } from './room.js';

/** Whether `chat.permissions` allows somebody an operation in an environment. Groups are asked only when it matters. */
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
 * A request may be of several operations: a deploy that migrates wants permission for both.
 *
 * @throws {SuperbowletoError} NOT_PERMITTED, naming the first that is not allowed
 */
export async function verifyPermitted(
  project: Project,
  speaker: Speaker,
  request: Work,
  environment: string,
): Promise<void> {
  for (const operation of operationsOf(request)) {
    if (await isPermitted(project, speaker, operation, environment)) continue;
    throw notPermitted(project, `${nameOf(speaker)} may not ${operation} in ${environment} from here`);
  }
}

function operationsOf(request: Work): ChatOperation[] {
  return request.verb === 'deploy' && request.migrate ? ['deploy', 'migrate'] : [request.verb];
}

/** @throws {SuperbowletoError} NOT_PERMITTED when there are none */
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
