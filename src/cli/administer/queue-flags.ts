import { Flags } from '@oclif/core';
import { UsageError } from '../../errors.js';

export const queueFlags = {
  'allow-queue': Flags.string({
    description: 'URL of a queue that its boletos may name; may be given more than once',
    helpValue: 'URL',
    multiple: true,
    exclusive: ['any-queue'],
  }),
  'any-queue': Flags.boolean({ description: 'its boletos may name any queue of the account and region' }),
};

interface QueueFlags {
  readonly 'allow-queue'?: readonly string[] | undefined;
  readonly 'any-queue': boolean;
}

/** Returns the queues that the flags allow: null for any queue, undefined without a flag. */
export function allowedQueues(flags: QueueFlags): readonly string[] | null | undefined {
  return flags['any-queue'] ? null : flags['allow-queue'];
}

/** Returns the queues that the flags allow: null for any queue. @throws {UsageError} MISSING_FLAG without a flag */
export function requiredQueues(flags: QueueFlags): readonly string[] | null {
  const queues = allowedQueues(flags);
  if (queues !== undefined) return queues;
  throw new UsageError(
    'MISSING_FLAG',
    'Say which queues: --allow-queue URL (may be repeated) or --any-queue.',
  );
}
