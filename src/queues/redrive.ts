import {
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.js';
import { SuperbowletoError, UsageError } from '../errors.js';
import { queueNames } from '../project/index.js';
import type { Report } from '../report.js';
import { type QueueAccess, queueState } from './state.js';

export interface RedriveOptions extends QueueAccess {
  /** Its name in superbowleto.yml. */
  readonly queue: string;
  readonly clock: Clock;
  readonly report: Report;
  /** Ends the wait only: SQS continues the move that it began. */
  readonly signal?: AbortSignal;
}

export interface Redriven {
  readonly from: string;
  readonly to: string;
  /** Number of messages, as SQS counts them: approximately. */
  readonly moved: number;
}

/** Milliseconds between two requests for the progress. */
const PAUSE = 1_000;

/**
 * Moves the messages of a dead-letter queue back to its queue with a message move task of SQS, and waits for its end.
 * SQS counts the moved messages as newly sent.
 *
 * @throws {UsageError} UNKNOWN_QUEUE
 * @throws {SuperbowletoError} QUEUE_NOT_FOUND, REDRIVE_FAILED with SQS's own reason
 * @example await redrive({ sqs, project, environment, queue: 'boletos-to-register', clock: systemClock, report })
 */
export async function redrive(options: RedriveOptions): Promise<Redriven> {
  const { sqs, project, environment, queue } = options;
  verifyQueue(project.queues, queue);
  const { queue: to, deadLetter: from } = queueNames(environment.name, queue);
  const [source, destination] = await Promise.all([queueState(sqs, from), queueState(sqs, to)]);
  if (source.visible + source.in_flight + source.delayed === 0) return { from, to, moved: 0 };
  const arns = { SourceArn: source.arn, DestinationArn: destination.arn };
  await sqs.send(new StartMessageMoveTaskCommand(arns));
  const task = await ended(options, source.arn);
  const moved = Number(task.ApproximateNumberOfMessagesMoved ?? 0);
  if (task.Status === 'COMPLETED') return { from, to, moved };
  throw new SuperbowletoError(
    'REDRIVE_FAILED',
    `SQS ended moving ${from} as ${task.Status}, after ${moved} messages: ${task.FailureReason ?? 'no reason given'}. What is left lies there still; run it again.`,
  );
}

async function ended(
  { sqs, clock, report, signal }: RedriveOptions,
  arn: string,
): Promise<ListMessageMoveTasksResultEntry> {
  for (;;) {
    signal?.throwIfAborted();
    const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
    const task = Results?.[0];
    if (task && task.Status !== 'RUNNING' && task.Status !== 'CANCELLING') return task;
    report(`${task?.ApproximateNumberOfMessagesMoved ?? 0} messages moved`);
    await clock.sleep(PAUSE, signal);
  }
}

/** @throws {UsageError} UNKNOWN_QUEUE */
function verifyQueue(queues: Readonly<Record<string, unknown>>, name: string): void {
  if (Object.hasOwn(queues, name)) return;
  const names = Object.keys(queues).join(', ');
  throw new UsageError(
    'UNKNOWN_QUEUE',
    `There is no queue "${name}" in superbowleto.yml; there is ${names}.`,
  );
}
