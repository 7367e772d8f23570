import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { TenantRecord } from '../../../src/administration/index.js';
import type { Newcomer } from './newcomer.js';
import { runOrThrow } from './run.js';

/** Returns the variables of a shell after `eval "$(sbw local env)"`. */
export async function stageVariables(machine: Newcomer): Promise<NodeJS.ProcessEnv> {
  const script = 'eval "$(node bin/run.js local env)" && exec node -p "JSON.stringify(process.env)"';
  return JSON.parse(
    await runOrThrow('sh', ['-c', script], { cwd: machine.clone, env: machine.env }),
  ) as NodeJS.ProcessEnv;
}

/** A queue on the stage that gets the notifications of boletos. */
export class OwnerQueue {
  readonly url: string;
  readonly #sqs: SQSClient;

  private constructor(url: string, sqs: SQSClient) {
    this.url = url;
    this.#sqs = sqs;
  }

  /** Creates a queue that the first tenant may name. */
  static async create(machine: Newcomer, name: string): Promise<OwnerQueue> {
    const variables = await stageVariables(machine);
    const sqs = new SQSClient({
      region: variables.AWS_REGION ?? 'us-east-1',
      endpoint: variables.AWS_ENDPOINT_URL ?? '',
      credentials: {
        accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    await allowQueue(machine, QueueUrl);
    return new OwnerQueue(QueueUrl, sqs);
  }

  /**
   * Waits for `expected` messages, and then a second for more. Returns the bodies of all. A later call does not return
   * them again.
   */
  async messages(expected: number): Promise<Record<string, unknown>[]> {
    const bodies: Record<string, unknown>[] = [];
    for (;;) {
      const { Messages = [] } = await this.#sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: bodies.length < expected ? 20 : 1,
          VisibilityTimeout: 600,
        }),
      );
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map((message) => JSON.parse(message.Body ?? '') as Record<string, unknown>));
    }
  }

  close(): void {
    this.#sqs.destroy();
  }
}

/** Allows the first tenant a queue, besides those that it may name already. */
async function allowQueue(machine: Newcomer, url: string): Promise<void> {
  const { allowed_queues } = await machine.sbwJson<TenantRecord>('tenant', 'show', 'default');
  const queues = new Set([...(allowed_queues ?? []), url]);
  const flags = [...queues].flatMap((queue) => ['--allow-queue', queue]);
  await machine.sbwJson('tenant', 'update', 'default', ...flags);
}
