import type { Clock } from '../clock.js';
import { UsageError } from '../errors.js';
import { type Connection, type Environment, type Project, selectEnvironment } from '../project/index.js';
import type { Report } from '../report.js';
import type { OperationRequest } from './sentence.js';

/** What every sentence needs: the project, a way to its environments, and a way to report. */
export interface ChatContext {
  readonly project: Project;
  /** Opens an environment's AWS clients. They are closed when the sentence is answered. */
  readonly open: (environment: Environment) => Connection;
  /** Puts an error into one sentence. */
  readonly describeError: (error: unknown) => string;
  readonly clock?: Clock;
  readonly report?: Report;
  /** Interrupts the request that runs. */
  readonly signal?: AbortSignal;
}

/**
 * Returns an environment by its name, or by another name that `chat.names` gives it.
 *
 * @throws {UsageError} UNKNOWN_ENVIRONMENT
 */
export function environmentNamed(project: Project, name: string): Environment {
  const names = project.chat?.names ?? {};
  return selectEnvironment(project, (Object.hasOwn(names, name) ? names[name] : undefined) ?? name);
}

/** @throws {UsageError} UNKNOWN_SERVICE when a request names the service of another project */
export function verifyService(request: OperationRequest, project: Project): void {
  const service = 'service' in request ? request.service : undefined;
  if (service === undefined || service === project.service) return;
  throw new UsageError(
    'UNKNOWN_SERVICE',
    `${project.file} is about ${project.service}, not about "${service}"; nothing was changed.`,
  );
}
