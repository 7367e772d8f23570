import { GetQueueAttributesCommand, GetQueueUrlCommand, QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { type QueueDefinition, queueNames } from '../project/index.js';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';

/** Checks that every queue and its dead-letter queue exist, with the settings of superbowleto.yml. */
export const queues: Check = {
  name: 'queues',
  async run(context: CheckContext): Promise<Finding[]> {
    const definitions = Object.values(context.project.queues);
    return (await Promise.all(definitions.map((definition) => examineQueue(context, definition)))).flat();
  },
};

/** Returns the URL of a queue; undefined when it does not exist. */
export async function queueUrl(
  { connection, signal }: CheckContext,
  name: string,
): Promise<string | undefined> {
  try {
    const request = new GetQueueUrlCommand({ QueueName: name });
    return (await connection.sqs.send(request, { abortSignal: signal })).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

async function attributesOf(
  context: CheckContext,
  name: string,
): Promise<Record<string, string> | undefined> {
  const QueueUrl = await queueUrl(context, name);
  if (QueueUrl === undefined) return undefined;
  const request = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  return (await context.connection.sqs.send(request, { abortSignal: context.signal })).Attributes ?? {};
}

async function examineQueue(context: CheckContext, definition: QueueDefinition): Promise<Finding[]> {
  const { queue: subject, deadLetter: deadSubject } = queueNames(context.environment.name, definition.name);
  const [queue, dead] = await Promise.all([
    attributesOf(context, subject),
    attributesOf(context, deadSubject),
  ]);
  const fix = terraformFix(context.environment.name);
  const findings: Finding[] = [];
  if (!dead) findings.push({ subject: deadSubject, problem: 'is not there', fix });
  if (!queue) return [...findings, { subject, problem: 'is not there', fix }];
  const add = (problem: string) => findings.push({ subject, problem, fix });
  const visibility = Number(queue.VisibilityTimeout);
  if (visibility !== definition.visibilityTimeout) {
    add(`hides a message for ${visibility} s and not ${definition.visibilityTimeout} s`);
  }
  const redrive = JSON.parse(queue.RedrivePolicy ?? '{}') as Record<string, unknown>;
  if (redrive.deadLetterTargetArn === undefined) {
    add('has no redrive: a message that cannot be handled is tried again until it is too old, and then lost');
  } else if (dead && redrive.deadLetterTargetArn !== dead.QueueArn) {
    add(`gives dead letters to ${String(redrive.deadLetterTargetArn)} and not to ${deadSubject}`);
  } else if (Number(redrive.maxReceiveCount) !== definition.maxReceives) {
    add(`gives a message up after ${redrive.maxReceiveCount} receives and not ${definition.maxReceives}`);
  }
  // A message keeps its age when it moves to the dead-letter queue.
  if (dead && Number(dead.MessageRetentionPeriod) <= Number(queue.MessageRetentionPeriod)) {
    findings.push({ subject: deadSubject, problem: 'keeps messages no longer than their queue does', fix });
  }
  return findings;
}
