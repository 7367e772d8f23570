import { answerSentence, lines, listenToSlack, type Reply, readSlackTokens } from '../../chat/index.js';
import { connect, type Project } from '../../project/index.js';
import type { Report } from '../../report.js';
import { describeError } from '../describe-error.js';
import { secondInterruption } from '../interruption.js';

export interface Listening {
  readonly project: Project;
  readonly report: Report;
  /** Stops listening at the first signal. A second signal also interrupts the request that runs. */
  readonly signal: AbortSignal;
}

/** Answers the sentences on standard input, one after the other. @param onAnswer receives each answer at once */
export async function listenToLines(
  { project, report, signal }: Listening,
  onAnswer: (answer: string) => void,
): Promise<Reply[]> {
  const context = { ...contextOf(project, report), signal: secondInterruption(signal) };
  const replies: Reply[] = [];
  const answer = async (sentence: string) => {
    const reply = await answerSentence(sentence, context);
    onAnswer(reply.answer);
    replies.push(reply);
  };
  await lines(process.stdin).listen(answer, signal);
  return replies;
}

/** Runs the bot in Slack until the first signal. */
export async function listenInSlack({ project, report, signal }: Listening): Promise<void> {
  const tokens = await readSlackTokens(project, { open: connect, variables: process.env });
  await listenToSlack({
    ...contextOf(project, report),
    tokens,
    // Tests set this to a simulated Slack.
    apiUrl: process.env.SLACK_API_URL,
    signal: secondInterruption(signal),
    stop: signal,
  });
}

function contextOf(project: Project, report: Report) {
  return { project, report, open: connect, describeError: (error: unknown) => describeError(error).message };
}
