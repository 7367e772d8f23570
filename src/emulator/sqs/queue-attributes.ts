import { notSupported } from '../aws/service.js';
import { invalidAttributeName, invalidAttributeValue, invalidValue } from './errors.js';

export type Attributes = Readonly<Record<string, string>>;

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

type Check = (name: string, value: string) => string;

const integer =
  (minimum: number, maximum: number): Check =>
  (name, value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= minimum && number <= maximum) return String(number);
    throw invalidAttributeValue(name);
  };

const oneOf =
  (...allowed: string[]): Check =>
  (name, value) => {
    if (allowed.includes(value)) return value;
    throw invalidAttributeValue(name);
  };

const json: Check = (name, value) => {
  if (value !== '' && parseObject(value) === undefined) throw invalidAttributeValue(name);
  return value;
};

/** The emulator encrypts no queue, and so accepts no key. */
const unsupported: Check = (name, value) => {
  if (value === '') return value;
  throw notSupported('sqs', `queue attribute ${name}`);
};

const STANDARD: Readonly<Record<string, Check>> = {
  VisibilityTimeout: integer(0, 43_200),
  DelaySeconds: integer(0, 900),
  MaximumMessageSize: integer(1024, 1_048_576),
  MessageRetentionPeriod: integer(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: integer(0, 20),
  SqsManagedSseEnabled: oneOf('true', 'false'),
  Policy: json,
  RedrivePolicy: (name, value) => {
    if (value !== '') parseRedrivePolicy(value);
    return json(name, value);
  },
  RedriveAllowPolicy: json,
  KmsMasterKeyId: unsupported,
  KmsDataKeyReusePeriodSeconds: unsupported,
};

const FIFO: Readonly<Record<string, Check>> = {
  FifoQueue: oneOf('true'),
  ContentBasedDeduplication: oneOf('true', 'false'),
  DeduplicationScope: oneOf('queue', 'messageGroup'),
  FifoThroughputLimit: oneOf('perQueue', 'perMessageGroupId'),
};

export const DEFAULTS: Attributes = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};

export const FIFO_DEFAULTS: Attributes = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/**
 * Checks and normalizes the attributes that a caller sets. A value of '' removes a policy.
 *
 * @throws AwsError InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue
 */
export function checkedAttributes(attributes: Attributes, fifo: boolean): Attributes {
  const checked = Object.entries(attributes).map(([name, value]) => {
    const check = STANDARD[name] ?? (fifo ? FIFO[name] : undefined);
    if (!check) throw invalidAttributeName(name);
    return [name, check(name, String(value))];
  });
  return Object.fromEntries(checked);
}

/** Returns the attributes without removed policies. */
export const withoutEmpty = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));

/**
 * Parses a redrive policy.
 *
 * @throws AwsError InvalidParameterValue
 * @example parseRedrivePolicy('{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:d","maxReceiveCount":"3"}')
 */
export function parseRedrivePolicy(value: string): RedrivePolicy {
  const policy = parseObject(value);
  if (!policy) throw invalidValue('RedrivePolicy', value, 'Redrive policy is not a valid JSON map.');
  const { deadLetterTargetArn: arn, maxReceiveCount: count } = policy;
  if (arn === undefined || count === undefined) {
    const missing = arn === undefined ? 'deadLetterTargetArn' : 'maxReceiveCount';
    throw invalidValue(
      'RedrivePolicy',
      value,
      `Redrive policy does not contain mandatory attribute: ${missing}.`,
    );
  }
  if (typeof arn !== 'string' || queueNameOfArn(arn) === undefined) {
    throw invalidValue('RedrivePolicy', value, 'Invalid value for deadLetterTargetArn.');
  }
  const maxReceiveCount = Number(count);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    throw invalidValue(
      'RedrivePolicy',
      value,
      'Invalid value for maxReceiveCount: must be between 1 and 1000, both inclusive.',
    );
  }
  return { deadLetterTargetArn: arn, maxReceiveCount };
}

/** Whether a dead-letter queue with this policy accepts messages of the queue `sourceArn`. */
export function allowsRedriveFrom(redriveAllowPolicy: string | undefined, sourceArn: string): boolean {
  const policy = redriveAllowPolicy ? parseObject(redriveAllowPolicy) : undefined;
  if (policy?.redrivePermission === 'denyAll') return false;
  if (policy?.redrivePermission !== 'byQueue') return true;
  return Array.isArray(policy.sourceQueueArns) && policy.sourceQueueArns.includes(sourceArn);
}

/** Returns the name in a queue's ARN; undefined for another text. @example queueNameOfArn('arn:aws:sqs:us-east-1:000000000000:orders') // 'orders' */
export const queueNameOfArn = (arn: string): string | undefined =>
  /^arn:aws:sqs:[\w-]+:\d{12}:([\w-]+(?:\.fifo)?)$/.exec(arn)?.[1];

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
