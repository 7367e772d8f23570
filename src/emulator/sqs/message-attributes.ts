import { createHash } from 'node:crypto';
import { invalidParameter } from './errors.js';

export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, optionally with a dot and a custom label. */
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const MAXIMUM_ATTRIBUTES = 10;
const NAME = /^(?!AWS\.|Amazon\.|\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/i;
const DATA_TYPE = /^(?:String|Number|Binary)(?:\.[^\s]+)?$/;

/** Verifies number, names, types and values of attributes. @throws AwsError InvalidParameterValue */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > MAXIMUM_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAXIMUM_ATTRIBUTES}].`,
    );
  }
  for (const [name, attribute] of entries) checkMessageAttribute(name, attribute);
}

/**
 * Computes the digest of attributes, sorted by name. A client compares it with its own.
 *
 * @returns lower-case hex; undefined without attributes
 * @see Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes"
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    const value = bytesOf(attribute);
    hash.update(lengthPrefixed(Buffer.from(name)));
    hash.update(lengthPrefixed(Buffer.from(attribute.DataType)));
    hash.update(Buffer.from([attribute.BinaryValue === undefined ? 1 : 2]));
    hash.update(lengthPrefixed(value));
  }
  return hash.digest('hex');
}

/** Returns the bytes that attributes add to the size of a message. */
export function sizeOfAttributes(attributes: MessageAttributes): number {
  return Object.entries(attributes)
    .map(([name, attribute]) => Buffer.byteLength(name + attribute.DataType) + bytesOf(attribute).length)
    .reduce((sum, size) => sum + size, 0);
}

/**
 * Returns the attributes that a receiver asks for: by name, `All`, `.*` or `<prefix>.*`.
 *
 * @example selectAttributes({ 'a.b': …, c: … }, ['a.*']) // { 'a.b': … }
 */
export function selectAttributes(
  attributes: MessageAttributes,
  wanted: readonly string[],
): MessageAttributes {
  const isWanted = (name: string): boolean =>
    wanted.some(
      (want) =>
        want === 'All' || want === name || (want.endsWith('.*') && name.startsWith(want.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

function checkMessageAttribute(name: string, attribute: MessageAttribute): void {
  if (!NAME.test(name)) {
    throw invalidParameter(
      `Message (user) attribute name '${name}' is invalid. It can contain alphanumeric characters, underscores, hyphens and periods, up to 256 in length, and not start with AWS. or Amazon.`,
    );
  }
  const { DataType: type, StringValue: text, BinaryValue: binary } = attribute;
  if (typeof type !== 'string' || !DATA_TYPE.test(type)) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if (!(type.startsWith('Binary') ? binary : text)) {
    throw invalidParameter(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
    );
  }
  if (type.startsWith('Number') && Number.isNaN(Number(text))) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

const bytesOf = (attribute: MessageAttribute): Buffer =>
  attribute.BinaryValue === undefined
    ? Buffer.from(attribute.StringValue ?? '')
    : Buffer.from(attribute.BinaryValue, 'base64');

function lengthPrefixed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
