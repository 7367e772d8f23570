import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Environment, type Project, queueNames } from '../../project/index.js';
import { isNamed } from './clients.js';

export interface ProvisionedQueue {
  readonly url: string;
  readonly arn: string;
}

/** Seconds. */
const DAY = 24 * 60 * 60;

/**
 * Creates the queues of the project, each with a dead-letter queue, and changes the attributes of existing ones.
 *
 * @returns the queues; keys: their names in the project
 */
export async function ensureQueues(
  sqs: SQSClient,
  project: Project,
  environment: Environment,
): Promise<Record<string, ProvisionedQueue>> {
  const entries = Object.values(project.queues).map(async (queue) => {
    const names = queueNames(environment.name, queue.name);
    const deadLetter = await ensureQueue(sqs, names.deadLetter, {
      MessageRetentionPeriod: String(14 * DAY),
    });
    const made = await ensureQueue(sqs, names.queue, {
      VisibilityTimeout: String(queue.visibilityTimeout),
      DelaySeconds: String(queue.delay),
      MessageRetentionPeriod: String(4 * DAY),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetter.arn,
        maxReceiveCount: queue.maxReceives,
      }),
    });
    return [queue.name, made] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function ensureQueue(
  sqs: SQSClient,
  name: string,
  attributes: Record<string, string>,
): Promise<ProvisionedQueue> {
  const url = (await createQueue(sqs, name, attributes)) ?? (await changeQueue(sqs, name, attributes));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url, arn: Attributes?.QueueArn ?? '' };
}

/** Creates a queue; undefined when it exists with other attributes. */
async function createQueue(
  sqs: SQSClient,
  name: string,
  attributes: Record<string, string>,
): Promise<string | undefined> {
  try {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    return QueueUrl;
  } catch (error) {
    if (!isNamed(error, 'QueueNameExists')) throw error;
    return undefined;
  }
}

async function changeQueue(
  sqs: SQSClient,
  name: string,
  attributes: Record<string, string>,
): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
  return QueueUrl;
}
