import { AwsError, notSupported } from '../aws/service.js';
import { invalidParameter, invalidValue, missingParameter } from './errors.js';
import type { Input } from './input.js';
import { md5, type NewMessage } from './message.js';
import { checkMessageAttributes, md5OfAttributes, sizeOfAttributes } from './message-attributes.js';
import type { Queue } from './queue.js';

/** The members of SendMessage besides the queue; those of an entry of SendMessageBatch besides its id. */
export const MESSAGE_MEMBERS = [
  'MessageBody',
  'DelaySeconds',
  'MessageAttributes',
  'MessageSystemAttributes',
  'MessageDeduplicationId',
  'MessageGroupId',
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: tab, line feed and carriage return are the three that SQS accepts
const NOT_IN_XML = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const TOKEN = /^[\w!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~-]{1,128}$/;

/**
 * Checks and sends one message. Returns its ids and the digests that a client compares.
 *
 * @throws AwsError InvalidParameterValue, MissingParameter, InvalidMessageContents
 */
export function sendOne(queue: Queue, input: Input): Record<string, string> {
  const message = readMessage(queue, input);
  const traceAttributes = input.messageAttributes('MessageSystemAttributes');
  const sent = queue.send(message);
  const digests = {
    MD5OfMessageBody: md5(message.body),
    MD5OfMessageAttributes: md5OfAttributes(message.attributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(traceAttributes),
    MessageId: sent.id,
    SequenceNumber: sent.sequenceNumber,
  };
  return Object.fromEntries(
    Object.entries(digests).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Returns the size of a message in bytes: body and attributes. */
export const sizeOf = (input: Input): number =>
  Buffer.byteLength(input.optionalText('MessageBody') ?? '') +
  sizeOfAttributes(input.messageAttributes('MessageAttributes'));

function readMessage(queue: Queue, input: Input): NewMessage {
  const body = input.text('MessageBody');
  const attributes = input.messageAttributes('MessageAttributes');
  checkMessageAttributes(attributes);
  checkContents(body);
  checkSize(queue, sizeOf(input));
  const delay = input.integer('DelaySeconds', {
    minimum: 0,
    maximum: 900,
    reason: 'DelaySeconds must be >= 0 and <= 900.',
  });
  if (queue.fifo && delay) throw invalidValue('DelaySeconds', delay, NOT_FOR_THIS_TYPE);
  const traceHeader = readTraceHeader(input);
  return {
    body,
    attributes,
    ...readOrder(queue, input),
    ...(delay === undefined || queue.fifo ? {} : { delay }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}

const NOT_FOR_THIS_TYPE = 'The request include parameter that is not valid for this queue type.';

function readOrder(queue: Queue, input: Input): Pick<NewMessage, 'groupId' | 'deduplicationId'> {
  const groupId = input.optionalText('MessageGroupId');
  const deduplicationId = input.optionalText('MessageDeduplicationId');
  checkToken('MessageGroupId', groupId);
  checkToken('MessageDeduplicationId', deduplicationId);
  if (queue.fifo && groupId === undefined) throw missingParameter('MessageGroupId');
  if (!queue.fifo && deduplicationId !== undefined)
    throw invalidValue('MessageDeduplicationId', deduplicationId, NOT_FOR_THIS_TYPE);
  const contentBased = queue.file.attributes.ContentBasedDeduplication === 'true';
  if (queue.fifo && deduplicationId === undefined && !contentBased) {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return {
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
  };
}

function readTraceHeader(input: Input): string | undefined {
  const { AWSTraceHeader: header, ...others } = input.messageAttributes('MessageSystemAttributes');
  const [other] = Object.keys(others);
  if (other) throw invalidParameter(`Message system attribute name '${other}' is invalid.`);
  if (header && !header.DataType.startsWith('String')) throw notSupported('sqs', 'a binary AWSTraceHeader');
  return header?.StringValue;
}

function checkContents(body: string): void {
  if (!NOT_IN_XML.test(body)) return;
  throw new AwsError(
    'InvalidMessageContents',
    400,
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );
}

function checkSize(queue: Queue, size: number): void {
  const maximum = Number(queue.file.attributes.MaximumMessageSize);
  if (size <= maximum) return;
  throw invalidParameter(
    `One or more parameters are invalid. Reason: Message must be shorter than ${maximum} bytes.`,
  );
}

function checkToken(name: string, value: string | undefined): void {
  if (value === undefined || TOKEN.test(value)) return;
  throw invalidValue(
    name,
    value,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}
