import { AwsError } from '../aws/service.js';
import { batchError, runBatch } from './batch.js';
import { invalidAttributeName } from './errors.js';
import type { Input } from './input.js';
import { type Message, md5, systemAttributes } from './message.js';
import { md5OfAttributes, selectAttributes } from './message-attributes.js';
import type { Operation } from './operation.js';
import type { Queue } from './queue.js';
import { queueOf } from './queue-operations.js';
import { MESSAGE_MEMBERS, sendOne, sizeOf } from './sending.js';

const MAXIMUM_BATCH_BYTES = 1_048_576;
/** Messages of one queue that may be in flight. */
const MAXIMUM_IN_FLIGHT = 120_000;
/** Seconds. */
const VISIBILITY = {
  minimum: 0,
  maximum: 43_200,
  reason: 'VisibilityTimeout must be an integer between 0 and 43200.',
};

const SYSTEM_ATTRIBUTE_NAMES: ReadonlySet<string> = new Set([
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
]);

export const messageOperations: Readonly<Record<string, Operation>> = {
  SendMessage: {
    members: ['QueueUrl', ...MESSAGE_MEMBERS],
    run: ({ queues }, input) => sendOne(queueOf(queues, input), input),
  },
  SendMessageBatch: {
    members: ['QueueUrl', 'Entries'],
    run: ({ queues }, input) => {
      const queue = queueOf(queues, input);
      const entries = batchEntries('SendMessageBatch', input, MESSAGE_MEMBERS);
      const bytes = entries.map(sizeOf).reduce((sum, size) => sum + size, 0);
      if (bytes > MAXIMUM_BATCH_BYTES) {
        throw batchError(
          'BatchRequestTooLong',
          `Batch requests cannot be longer than ${MAXIMUM_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
        );
      }
      return runBatch(entries, 'SendMessage', (entry) => sendOne(queue, entry));
    },
  },
  ReceiveMessage: {
    members: [
      'QueueUrl',
      'AttributeNames',
      'MessageSystemAttributeNames',
      'MessageAttributeNames',
      'MaxNumberOfMessages',
      'VisibilityTimeout',
      'WaitTimeSeconds',
    ],
    run: async ({ queues, account }, input, signal) => {
      const queue = queueOf(queues, input);
      const render = rendererOf(queue, input, account);
      const waitSeconds =
        input.integer('WaitTimeSeconds', {
          minimum: 0,
          maximum: 20,
          reason: 'Must be >= 0 and <= 20, if provided.',
        }) ?? Number(queue.file.attributes.ReceiveMessageWaitTimeSeconds);
      const max =
        input.integer('MaxNumberOfMessages', {
          minimum: 1,
          maximum: 10,
          reason: 'Must be between 1 and 10, if provided.',
        }) ?? 1;
      const visibilitySeconds = input.integer('VisibilityTimeout', VISIBILITY);
      checkInFlight(queue.counts().inFlight);
      const messages = await queue.receive({
        max,
        waitSeconds,
        visibilitySeconds,
        deadLetterQueue: () => queues.deadLetterQueueOf(queue),
        signal,
      });
      return messages.length > 0 ? { Messages: messages.map(render) } : {};
    },
  },
  DeleteMessage: {
    members: ['QueueUrl', 'ReceiptHandle'],
    run: ({ queues }, input) => {
      queueOf(queues, input).delete(input.text('ReceiptHandle'));
      return {};
    },
  },
  DeleteMessageBatch: {
    members: ['QueueUrl', 'Entries'],
    run: ({ queues }, input) => {
      const queue = queueOf(queues, input);
      const entries = batchEntries('DeleteMessageBatch', input, ['ReceiptHandle']);
      return runBatch(entries, 'DeleteMessage', (entry) => {
        queue.delete(entry.text('ReceiptHandle'));
        return {};
      });
    },
  },
  ChangeMessageVisibility: {
    members: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
    run: ({ queues }, input) => {
      changeVisibility(queueOf(queues, input), input);
      return {};
    },
  },
  ChangeMessageVisibilityBatch: {
    members: ['QueueUrl', 'Entries'],
    run: ({ queues }, input) => {
      const queue = queueOf(queues, input);
      const entries = batchEntries('ChangeMessageVisibilityBatch', input, [
        'ReceiptHandle',
        'VisibilityTimeout',
      ]);
      return runBatch(entries, 'ChangeMessageVisibility', (entry) => changeVisibility(queue, entry));
    },
  },
};

function batchEntries(operation: string, input: Input, members: readonly string[]): Input[] {
  const entries = input.entries('Entries');
  for (const entry of entries) entry.allow(operation, ['Id', ...members]);
  return entries;
}

function changeVisibility(queue: Queue, input: Input): Record<string, string> {
  const seconds = input.integer('VisibilityTimeout', VISIBILITY) ?? 0;
  queue.changeVisibility(input.text('ReceiptHandle'), seconds);
  return {};
}

/** Returns a function that renders a message with the attributes of this request. @throws AwsError InvalidAttributeName */
function rendererOf(queue: Queue, input: Input, account: string): (message: Message) => object {
  const systemNames = [...input.texts('AttributeNames'), ...input.texts('MessageSystemAttributeNames')];
  for (const name of systemNames) if (!SYSTEM_ATTRIBUTE_NAMES.has(name)) throw invalidAttributeName(name);
  const names = input.texts('MessageAttributeNames');
  return (message) => {
    const system = Object.entries(systemAttributes(message, account)).filter(
      ([name]) => systemNames.includes('All') || systemNames.includes(name),
    );
    const attributes = selectAttributes(message.attributes, names);
    const digest = md5OfAttributes(attributes);
    return {
      MessageId: message.id,
      ReceiptHandle: queue.handleOf(message),
      MD5OfBody: md5(message.body),
      Body: message.body,
      ...(system.length > 0 ? { Attributes: Object.fromEntries(system) } : {}),
      ...(digest ? { MD5OfMessageAttributes: digest, MessageAttributes: attributes } : {}),
    };
  };
}

/** Verifies that a queue with this number of messages in flight may deliver more. @throws AwsError OverLimit */
export function checkInFlight(inFlight: number): void {
  if (inFlight < MAXIMUM_IN_FLIGHT) return;
  throw new AwsError(
    'OverLimit',
    403,
    `The maximum number of in flight messages, ${MAXIMUM_IN_FLIGHT}, is reached.`,
  );
}
