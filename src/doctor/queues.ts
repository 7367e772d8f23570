import { GetQueueAttributesCommand, GetQueueUrlCommand, QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { type QueueDefinition, queueNames } from '../project/index.js';
import { apply, type Check, type Finding, type Place } from './types.js';

/** Queues with their dead-letter queues. */
export const queues: Check = {
  name: 'queues',
  async look(place: Place): Promise<Finding[]> {
    const definitions = Object.values(place.project.queues);
    return (await Promise.all(definitions.map((definition) => lookAt(place, definition)))).flat();
  },
};

/** Undefined: there is no such queue. */
export async function queueUrl(place: Place, name: string): Promise<string | undefined> {
  const { connection, signal } = place;
  try {
    const request = new GetQueueUrlCommand({ QueueName: name });
    return (await connection.sqs.send(request, { abortSignal: signal })).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

async function attributesOf(place: Place, name: string): Promise<Record<string, string> | undefined> {
  const QueueUrl = await queueUrl(place, name);
  if (QueueUrl === undefined) return undefined;
  const request = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  return (await place.connection.sqs.send(request, { abortSignal: place.signal })).Attributes ?? {};
}

async function lookAt(place: Place, definition: QueueDefinition): Promise<Finding[]> {
  const { queue: subject, deadLetter: deadSubject } = queueNames(place.environment.name, definition.name);
  const [queue, dead] = await Promise.all([attributesOf(place, subject), attributesOf(place, deadSubject)]);
  const fix = apply(place.environment.name);
  const findings: Finding[] = [];
  if (!dead) findings.push({ subject: deadSubject, problem: 'is not there', fix });
  if (!queue) return [...findings, { subject, problem: 'is not there', fix }];
  const tell = (problem: string) => findings.push({ subject, problem, fix });
  const visibility = Number(queue.VisibilityTimeout);
  if (visibility !== definition.visibilityTimeout) {
    tell(`hides a message for ${visibility} s and not ${definition.visibilityTimeout} s`);
  }
  const redrive = JSON.parse(queue.RedrivePolicy ?? '{}') as Record<string, unknown>;
  if (redrive.deadLetterTargetArn === undefined) {
    tell(
      'has no redrive: a message that cannot be handled is tried again until it is too old, and then lost',
    );
  } else if (dead && redrive.deadLetterTargetArn !== dead.QueueArn) {
    tell(`gives dead letters to ${String(redrive.deadLetterTargetArn)} and not to ${deadSubject}`);
  } else if (Number(redrive.maxReceiveCount) !== definition.maxReceives) {
    tell(`gives a message up after ${redrive.maxReceiveCount} receives and not ${definition.maxReceives}`);
  }
  // A message keeps its age when it is given up.
  if (dead && Number(dead.MessageRetentionPeriod) <= Number(queue.MessageRetentionPeriod)) {
    findings.push({ subject: deadSubject, problem: 'keeps messages no longer than their queue does', fix });
  }
  return findings;
}
