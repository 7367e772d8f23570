import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { SuperbowletoError } from '../errors.js';
import { type Environment, type Project, queueNames } from '../project/index.js';

/** The queues of an environment, and the client to reach them. */
export interface QueueAccess {
  readonly sqs: SQSClient;
  readonly project: Pick<Project, 'queues'>;
  readonly environment: Pick<Environment, 'name'>;
}

/** The number of messages in a queue. SQS counts them approximately and does not report their age. */
export interface QueueState {
  /** Deployed name: `live-boletos-to-register`, `live-boletos-to-register-dead-letter`. */
  readonly queue: string;
  readonly arn: string;
  /** Waiting to be received. */
  readonly visible: number;
  /** Received, not deleted, and not visible again yet. */
  readonly in_flight: number;
  /** Not visible yet. */
  readonly delayed: number;
}

/**
 * Returns the state of every queue of an environment, each followed by its dead-letter queue.
 *
 * @throws {SuperbowletoError} QUEUE_NOT_FOUND
 * @example (await queueStates({ sqs, project, environment }))[0] // { queue: 'live-boletos-to-register', visible: 3, … }
 */
export async function queueStates({ sqs, project, environment }: QueueAccess): Promise<QueueState[]> {
  const names = Object.keys(project.queues).flatMap((name) =>
    Object.values(queueNames(environment.name, name)),
  );
  return await Promise.all(names.map((name) => queueState(sqs, name)));
}

/** @param name deployed name @throws {SuperbowletoError} QUEUE_NOT_FOUND */
export async function queueState(sqs: SQSClient, name: string): Promise<QueueState> {
  const { Attributes = {} } = await found(name, async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    return await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  });
  return {
    queue: name,
    arn: Attributes.QueueArn ?? '',
    visible: Number(Attributes.ApproximateNumberOfMessages),
    in_flight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed),
  };
}

async function found<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    throw new SuperbowletoError(
      'QUEUE_NOT_FOUND',
      `There is no queue ${name}: Terraform makes it, or sbw local start.`,
      { cause: error },
    );
  }
}
