import { systemClock } from '../clock.js';
import { UsageError } from '../errors.js';
import { currentUser } from '../process.js';
import { selectEnvironment } from '../project/index.js';
import { type ChatContext, environmentNamed, verifyService } from './context.js';
import { protectedRefusal } from './protected.js';
import { runRequest } from './run-request.js';
import { type ChatRequest, describeSentences, isChange, parseSentence } from './sentence.js';

/** What `answerSentence` needs. The operator is alone and may do everything. */
export interface OperatorContext extends ChatContext {
  /** Name for the lock, the release log and the comment of a secret. Default: the user of this machine. */
  readonly who?: string;
}

export interface Reply {
  /** The sentence as the operator wrote it. */
  readonly sentence: string;
  /** False when it was not understood, was refused, or failed. */
  readonly ok: boolean;
  /** For a person, without secrets. */
  readonly answer: string;
}

/**
 * Runs what one sentence of the operator asks for, and returns the answer. It never throws: an error is an answer too.
 *
 * A protected environment is refused, with the command to use instead of chat. A sentence that names no environment
 * means the project's default one.
 *
 * @example
 * const { ok, answer } = await answerSentence('migrate local', { project, open: connect, describeError: String });
 */
export async function answerSentence(sentence: string, context: OperatorContext): Promise<Reply> {
  const { name } = context.project.chat ?? {};
  try {
    const request = parseSentence(sentence, name === undefined ? [] : [name]);
    return { sentence, ok: true, answer: await answerRequest(request, context) };
  } catch (error) {
    return { sentence, ok: false, answer: context.describeError(error) };
  }
}

async function answerRequest(request: ChatRequest, context: OperatorContext): Promise<string> {
  if (request.verb === 'help') return describeSentences();
  if (request.verb === 'confirm' || request.verb === 'cancel') {
    throw new UsageError('NOTHING_WAITS', 'Nothing waits for a confirmation here.');
  }
  const { project, open, who = currentUser(), clock = systemClock, report = () => {} } = context;
  verifyService(request, project);
  const environment = request.environment
    ? environmentNamed(project, request.environment)
    : selectEnvironment(project);
  if (environment.protected && isChange(request)) throw protectedRefusal(request, environment.name);
  const connection = open(environment);
  const { signal = new AbortController().signal } = context;
  try {
    return await runRequest(request, { project, environment, connection }, { who, clock, report, signal });
  } finally {
    connection.close();
  }
}
