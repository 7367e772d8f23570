import type { Clock } from '../clock.js';
import { UsageError } from '../errors.js';
import { type Connection, type Environment, type Project, selectEnvironment } from '../project/index.js';
import type { Report } from '../report.js';
import type { ChatRequest } from './sentence.js';

/** What sentences are about, and how it is reached. */
export interface ChatRoom {
  readonly project: Project;
  /** Opens an environment's AWS clients; they are closed when the sentence is answered. */
  readonly open: (environment: Environment) => Connection;
  /** Puts an error into one sentence. */
  readonly describeError: (error: unknown) => string;
  readonly clock?: Clock;
  readonly report?: Report;
  /** Interrupts the sentence at work. */
  readonly signal?: AbortSignal;
}

/** What is done in an environment, as opposed to what is said about the conversation. */
export type Work = Exclude<ChatRequest, { verb: 'help' | 'confirm' | 'cancel' }>;
/** What changes something; the rest may be said of protected environments too. */
export type Change = Exclude<Work, { verb: 'status' | 'releases' }>;

export function isChange(request: Work): request is Change {
  return request.verb !== 'status' && request.verb !== 'releases';
}

/**
 * An environment by its name, or by another that `chat.names` gives it.
 *
 * @throws {UsageError} UNKNOWN_ENVIRONMENT
 */
export function environmentCalled(project: Project, name: string): Environment {
  const names = project.chat?.names ?? {};
  return selectEnvironment(project, (Object.hasOwn(names, name) ? names[name] : undefined) ?? name);
}

/** @throws {UsageError} UNKNOWN_SERVICE when a sentence is about another project's */
export function verifyService(request: Work, project: Project): void {
  const service = 'service' in request ? request.service : undefined;
  if (service === undefined || service === project.service) return;
  throw new UsageError(
    'UNKNOWN_SERVICE',
    `${project.file} is about ${project.service}, not about "${service}"; nothing was changed.`,
  );
}
