import { answerSentence, lines, listenToSlack, type Reply, readSlackTokens } from '../../chat/index.js';
import { connect, type Project } from '../../project/index.js';
import type { Report } from '../../report.js';
import { describeError } from '../describe-error.js';
import { secondInterruption } from '../interruption.js';

export interface Listening {
  readonly project: Project;
  readonly report: Report;
  /** The first ends the listening; a second one interrupts what is at work as well. */
  readonly signal: AbortSignal;
}

/** @param told each answer, as soon as it is there */
export async function listenToLines(
  { project, report, signal }: Listening,
  told: (answer: string) => void,
): Promise<Reply[]> {
  const room = { ...roomOf(project, report), signal: secondInterruption(signal) };
  const replies: Reply[] = [];
  const hear = async (sentence: string) => {
    const reply = await answerSentence(sentence, room);
    told(reply.answer);
    replies.push(reply);
  };
  await lines(process.stdin).listen(hear, signal);
  return replies;
}

export async function listenInSlack({ project, report, signal }: Listening): Promise<void> {
  const tokens = await readSlackTokens(project, { open: connect, variables: process.env });
  await listenToSlack({
    ...roomOf(project, report),
    tokens,
    // Another address is for a stand-in of Slack, as the tests have one.
    apiUrl: process.env.SLACK_API_URL,
    signal: secondInterruption(signal),
    stop: signal,
  });
}

function roomOf(project: Project, report: Report) {
  return { project, report, open: connect, describeError: (error: unknown) => describeError(error).message };
}
