import type { SQSClient } from '@aws-sdk/client-sqs';
import type { QueueMessage, Send } from '../boletos/messages.js';

const CONNECT_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 2_000;

/** Sends messages through SQS. It loads the client at the first message, because many requests send none. */
export function createSend(): Send {
  let opened: Promise<{
    client: SQSClient;
    SendMessageCommand: typeof import('@aws-sdk/client-sqs').SendMessageCommand;
  }>;
  const open = async () => {
    const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    const client = new SQSClient({
      maxAttempts: 2,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT,
        requestTimeout: REQUEST_TIMEOUT,
        throwOnRequestTimeout: true,
      },
    });
    return { client, SendMessageCommand };
  };
  return async (queueUrl, { body, group, id, delay, attributes }) => {
    opened ??= open();
    const { client, SendMessageCommand } = await opened;
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
}

function messageAttributes(
  attributes: QueueMessage['attributes'],
): Record<string, { DataType: 'String'; StringValue: string }> {
  const known = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(
    known.map(([name, text]) => [name, { DataType: 'String' as const, StringValue: text }]),
  );
}
