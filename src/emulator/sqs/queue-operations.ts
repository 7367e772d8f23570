import { invalidAttributeName, queueDoesNotExist } from './errors.js';
import type { Input } from './input.js';
import type { Operation, SqsState } from './operation.js';
import type { Queue } from './queue.js';
import { parseRedrivePolicy } from './queue-attributes.js';

const ATTRIBUTE_NAMES: ReadonlySet<string> = new Set([
  'All',
  'Policy',
  'VisibilityTimeout',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
]);

/**
 * The operations on queues. AWS makes clients wait a minute after DeleteQueue before a queue of that name is created
 * again, and a minute between two PurgeQueue; the emulator does not.
 */
export const queueOperations: Readonly<Record<string, Operation>> = {
  CreateQueue: {
    members: ['QueueName', 'Attributes', 'tags'],
    run: ({ queues }, input) => {
      const queue = queues.create(input.text('QueueName'), input.map('Attributes'), input.map('tags'));
      return { QueueUrl: queues.urlOf(queue) };
    },
  },
  GetQueueUrl: {
    members: ['QueueName', 'QueueOwnerAWSAccountId'],
    run: ({ queues, account }, input) => {
      if ((input.optionalText('QueueOwnerAWSAccountId') ?? account) !== account) throw queueDoesNotExist();
      return { QueueUrl: queues.urlOf(queues.get(input.text('QueueName'))) };
    },
  },
  ListQueues: {
    members: ['QueueNamePrefix', 'MaxResults', 'NextToken'],
    run: ({ queues }, input) => {
      const prefix = input.optionalText('QueueNamePrefix') ?? '';
      const found = queues.list().filter((queue) => queue.file.name.startsWith(prefix));
      const { page, token } = pageOf(found, input);
      return { QueueUrls: page.map((queue) => queues.urlOf(queue)), ...token };
    },
  },
  ListDeadLetterSourceQueues: {
    members: ['QueueUrl', 'MaxResults', 'NextToken'],
    run: ({ queues }, input) => {
      const target = queueOf(queues, input);
      const sources = queues.list().filter((queue) => queues.deadLetterQueueOf(queue) === target);
      const { page, token } = pageOf(sources, input);
      return { queueUrls: page.map((queue) => queues.urlOf(queue)), ...token };
    },
  },
  GetQueueAttributes: {
    members: ['QueueUrl', 'AttributeNames'],
    run: ({ queues }, input) => {
      const wanted = input.texts('AttributeNames');
      for (const name of wanted) if (!ATTRIBUTE_NAMES.has(name)) throw invalidAttributeName(name);
      const all = Object.entries(attributesOf(queueOf(queues, input)));
      const chosen = all.filter(([name]) => wanted.includes('All') || wanted.includes(name));
      return { Attributes: Object.fromEntries(chosen) };
    },
  },
  SetQueueAttributes: {
    members: ['QueueUrl', 'Attributes'],
    run: ({ queues }, input) => {
      queues.setAttributes(queueOf(queues, input), input.map('Attributes'));
      return {};
    },
  },
  DeleteQueue: {
    members: ['QueueUrl'],
    run: ({ queues }, input) => {
      queues.delete(queueOf(queues, input));
      return {};
    },
  },
  PurgeQueue: {
    members: ['QueueUrl'],
    run: ({ queues }, input) => {
      queueOf(queues, input).purge();
      return {};
    },
  },
  TagQueue: {
    members: ['QueueUrl', 'Tags'],
    run: ({ queues }, input) => {
      const queue = queueOf(queues, input);
      queue.change({ tags: { ...queue.file.tags, ...input.map('Tags') } });
      return {};
    },
  },
  UntagQueue: {
    members: ['QueueUrl', 'TagKeys'],
    run: ({ queues }, input) => {
      const queue = queueOf(queues, input);
      const removed = input.texts('TagKeys');
      const kept = Object.entries(queue.file.tags).filter(([key]) => !removed.includes(key));
      queue.change({ tags: Object.fromEntries(kept) });
      return {};
    },
  },
  ListQueueTags: {
    members: ['QueueUrl'],
    run: ({ queues }, input) => ({ Tags: queueOf(queues, input).file.tags }),
  },
};

/** Finds the queue of a request. @throws AwsError MissingParameter, QueueDoesNotExist */
export const queueOf = (queues: SqsState['queues'], input: Input): Queue =>
  queues.byUrl(input.text('QueueUrl'));

function attributesOf(queue: Queue): Record<string, string> {
  const { attributes, arn, created, modified } = queue.file;
  const counts = queue.counts();
  return {
    ...attributes,
    // AWS normalizes the policy: maxReceiveCount is a number.
    ...(attributes.RedrivePolicy
      ? { RedrivePolicy: JSON.stringify(parseRedrivePolicy(attributes.RedrivePolicy)) }
      : {}),
    QueueArn: arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(created),
    LastModifiedTimestamp: String(modified),
  };
}

/** Returns one page of queues. Without MaxResults, AWS answers at most 1000 and no token. */
function pageOf(
  found: readonly Queue[],
  input: Input,
): { page: readonly Queue[]; token: { NextToken?: string } } {
  const after = Buffer.from(input.optionalText('NextToken') ?? '', 'base64').toString();
  const limit = input.integer('MaxResults', {
    minimum: 1,
    maximum: 1000,
    reason: 'Must be between 1 and 1000, if provided.',
  });
  const rest = found.filter((queue) => queue.file.name > after);
  const page = rest.slice(0, limit ?? 1000);
  const last = page.at(-1);
  const more = limit !== undefined && last && page.length < rest.length;
  return { page, token: more ? { NextToken: Buffer.from(last.file.name).toString('base64') } : {} };
}
