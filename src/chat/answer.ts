import { type Clock, type Report, systemClock } from '../clock.js';
import {
  deploy,
  describeLog,
  describeRelease,
  describeRollback,
  describeServing,
  readStatus,
  rollback,
  verifyReleased,
  verifyRolledBack,
} from '../deploy/index.js';
import { UsageError } from '../errors.js';
import { describeApplied, migrate, verifyMigrated } from '../migrations/index.js';
import { currentUser, listReleases } from '../operations/index.js';
import {
  type Connection,
  type Environment,
  migrateFunction,
  type Project,
  selectEnvironment,
} from '../project/index.js';
import { describeRotation, rotatePassword, rotationPlace } from '../rotation/index.js';
import { isChange, refusalOfProtected } from './protected.js';
import { type ChatRequest, parseSentence, SENTENCES } from './sentence.js';

/** Where sentences are said: the project that they are about, and how its environments are reached. */
export interface ChatRoom {
  readonly project: Project;
  /** Opens an environment's AWS clients; they are closed when the sentence is answered. */
  readonly open: (environment: Environment) => Connection;
  /** Puts an error into one sentence. */
  readonly describeError: (error: unknown) => string;
  /** Who speaks, for the lock, the release log and the comment beside a secret; the user of this machine when left out. */
  readonly who?: string;
  readonly clock?: Clock;
  readonly report?: Report;
  /** Interrupts the sentence at work. */
  readonly signal?: AbortSignal;
}

export interface Reply {
  /** As it was said. */
  readonly sentence: string;
  /** False when it was not understood, was refused, or failed. */
  readonly ok: boolean;
  /** For a person, without secrets. */
  readonly answer: string;
}

/** How many releases are told in a chat room. */
const LISTED = 10;

type Work = Exclude<ChatRequest, { verb: 'help' }>;

/**
 * Does what one sentence asks for, by one call of the room that does it, and says what came of it.
 * An error is an answer: nothing is thrown.
 *
 * A protected environment is refused with the command to use in place of chat.
 *
 * @example
 * const { ok, answer } = await answerSentence('migrate local', { project, open: connect, describeError: String });
 */
export async function answerSentence(sentence: string, room: ChatRoom): Promise<Reply> {
  try {
    return { sentence, ok: true, answer: await obey(parseSentence(sentence), room) };
  } catch (error) {
    return { sentence, ok: false, answer: room.describeError(error) };
  }
}

async function obey(request: ChatRequest, room: ChatRoom): Promise<string> {
  if (request.verb === 'help') return ['Say one of:', ...SENTENCES].join('\n  ');
  if (request.verb === 'deploy') verifyService(request.service, room.project);
  const environment = selectEnvironment(room.project, request.environment);
  if (environment.protected && isChange(request)) throw refusalOfProtected(request);
  const connection = room.open(environment);
  try {
    return await work(request, room, environment, connection);
  } finally {
    connection.close();
  }
}

function verifyService(service: string, project: Project): void {
  if (service === project.service) return;
  throw new UsageError(
    'UNKNOWN_SERVICE',
    `${project.file} is about ${project.service}, not about "${service}"; nothing was changed.`,
  );
}

async function work(
  request: Work,
  { project, signal, who = currentUser(), clock = systemClock, report = () => {} }: ChatRoom,
  environment: Environment,
  connection: Connection,
): Promise<string> {
  const told = { who, clock, report, signal };
  switch (request.verb) {
    case 'deploy': {
      const { ref } = request;
      const result = await deploy({ project, environment, ref, clients: connection, ...told });
      verifyReleased(result);
      return describeRelease(result);
    }
    case 'rollback': {
      const result = await rollback({ project, environment, to: request.to, clients: connection, ...told });
      verifyRolledBack(result);
      return describeRollback(result);
    }
    case 'status':
      return describeServing(await readStatus({ project, environment, clients: connection, signal }));
    case 'releases': {
      const place = { dynamodb: connection.dynamodb, table: environment.operationsTable };
      return describeLog(await listReleases(place, environment.name, { limit: LISTED }), environment.name);
    }
    case 'migrate': {
      const asked = migrateFunction(project, environment);
      const answer = await migrate({ lambda: connection.lambda, ...asked, command: 'up', signal });
      verifyMigrated(answer);
      return describeApplied(answer);
    }
    case 'rotate-password': {
      const rotation = await rotatePassword({ ...rotationPlace(environment, connection), ...told });
      return `${describeRotation(rotation)}.`;
    }
  }
}
