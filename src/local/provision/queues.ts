import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Environment, Project } from '../../project/index.js';
import { isNamed } from './clients.js';

export interface ProvisionedQueue {
  readonly url: string;
  readonly arn: string;
}

const DAY = 24 * 60 * 60;

/** The queues of the project by their names there; deployed as `<environment>-<queue>`, each with its `-dead-letter`. */
export async function ensureQueues(
  sqs: SQSClient,
  project: Project,
  environment: Environment,
): Promise<Record<string, ProvisionedQueue>> {
  const entries = Object.values(project.queues).map(async (queue) => {
    const name = `${environment.name}-${queue.name}`;
    const deadLetter = await ensureQueue(sqs, `${name}-dead-letter`, {
      MessageRetentionPeriod: String(14 * DAY),
    });
    const made = await ensureQueue(sqs, name, {
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

/** Undefined when it is there with other attributes. */
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
