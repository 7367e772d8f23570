import type { QueueMessage, Send } from '../boletos/messages.js';

const CONNECT_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 2_000;

/** Sends messages through SQS. */
export interface Queues {
  readonly send: Send;
  /** Loads the client, which otherwise loads at the first message: many requests send none. */
  load(): Promise<void>;
}

export function createQueues(): Queues {
  let opened: ReturnType<typeof open> | undefined;
  const client = () => {
    opened ??= open();
    return opened;
  };
  return {
    load: async () => {
      await client();
    },
    send: createSend(client),
  };
}

async function open() {
  const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const client = new SQSClient({
    maxAttempts: 2,
    // The SDK builds its chain of middlewares once and not for each message. Nothing here adds a middleware later.
    cacheMiddleware: true,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
  return { client, SendMessageCommand };
}

const createSend =
  (sqs: () => ReturnType<typeof open>): Send =>
  async (queueUrl, { body, group, id, delay, attributes }) => {
    const { client, SendMessageCommand } = await sqs();
    const order = queueUrl.endsWith('.fifo')
      ? { MessageGroupId: group, MessageDeduplicationId: id }
      : { DelaySeconds: delay };
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(body),
        MessageAttributes: messageAttributes(attributes),
        ...order,
      }),
    );
  };

function messageAttributes(
  attributes: QueueMessage['attributes'],
): Record<string, { DataType: 'String'; StringValue: string }> {
  const known = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(
    known.map(([name, text]) => [name, { DataType: 'String' as const, StringValue: text }]),
  );
}
