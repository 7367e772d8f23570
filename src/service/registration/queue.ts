import type { QueueMessage, Send } from '../boletos/messages.js';

const CONNECT_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 2_000;

/** Sends messages through SQS. */
export interface Queues {
  readonly send: Send;
  /** Does what the first message would otherwise wait for: loads the client, its credentials and its endpoint. */
  load(queueUrl: string): Promise<void>;
}

export function createQueues(): Queues {
  let opened: ReturnType<typeof open> | undefined;
  const client = () => {
    opened ??= open();
    return opened;
  };
  return {
    load: async (queueUrl) => await rehearse(await client(), queueUrl),
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

/** Sends a message that is aborted before it leaves, so that the client has run each of its steps once. */
async function rehearse(
  { client, SendMessageCommand }: Awaited<ReturnType<typeof open>>,
  QueueUrl: string,
): Promise<void> {
  const message = new SendMessageCommand({ QueueUrl, MessageBody: '{}' });
  await client.send(message, { abortSignal: AbortSignal.abort() }).catch((error) => {
    if (error.name !== 'AbortError') throw error;
  });
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
