import { systemClock } from '../clock.js';
import { UsageError } from '../errors.js';
import { currentUser } from '../process.js';
import { selectEnvironment } from '../project/index.js';
import { refusalOfProtected } from './protected.js';
import { type ChatRoom, environmentCalled, isChange, verifyService } from './room.js';
import { type ChatRequest, parseSentence, SENTENCES } from './sentence.js';
import { carryOut } from './work.js';

/** A room with one person in it, who is the operator and may do everything. */
export interface OperatorsRoom extends ChatRoom {
  /** The operator, for the lock, the release log and the comment beside a secret; the user of this machine when left out. */
  readonly who?: string;
}

export interface Reply {
  /** As it was said. */
  readonly sentence: string;
  /** False when it was not understood, was refused, or failed. */
  readonly ok: boolean;
  /** For a person, without secrets. */
  readonly answer: string;
}

/**
 * Does what one sentence of the operator asks for, and says what came of it. An error is an answer: nothing is thrown.
 *
 * A protected environment is refused with the command to use in place of chat. Where no environment is named, the
 * project's default one is meant.
 *
 * @example
 * const { ok, answer } = await answerSentence('migrate local', { project, open: connect, describeError: String });
 */
export async function answerSentence(sentence: string, room: OperatorsRoom): Promise<Reply> {
  const { name } = room.project.chat ?? {};
  try {
    const request = parseSentence(sentence, name === undefined ? [] : [name]);
    return { sentence, ok: true, answer: await obey(request, room) };
  } catch (error) {
    return { sentence, ok: false, answer: room.describeError(error) };
  }
}

async function obey(request: ChatRequest, room: OperatorsRoom): Promise<string> {
  if (request.verb === 'help') return describeSentences();
  if (request.verb === 'confirm' || request.verb === 'cancel') {
    throw new UsageError('NOTHING_WAITS', 'Nothing waits for a confirmation here.');
  }
  const { project, open, who = currentUser(), clock = systemClock, report = () => {} } = room;
  verifyService(request, project);
  const environment = request.environment
    ? environmentCalled(project, request.environment)
    : selectEnvironment(project);
  if (environment.protected && isChange(request)) throw refusalOfProtected(request, environment.name);
  const connection = open(environment);
  const { signal = new AbortController().signal } = room;
  try {
    const errand = { who, clock, report, signal };
    return await carryOut(request, { project, environment, connection }, errand);
  } finally {
    connection.close();
  }
}

/** What help says. */
export function describeSentences(): string {
  return ['Say one of:', ...SENTENCES].join('\n  ');
}
