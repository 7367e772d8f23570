import type { JsonInput as Input } from '../aws/json-service.js';
import { AwsError } from '../aws/service.js';
import type { EncryptionContext } from './ciphertext.js';

/** Returns the error that KMS answers for an invalid member. */
export function validation(what: string): AwsError {
  return new AwsError('ValidationException', 400, `1 validation error detected: ${what}`);
}

/** Reads a string. @throws AwsError ValidationException when it is missing or has another type */
export function textMember(input: Input, member: string): string {
  const value = input[member];
  if (typeof value === 'string') return value;
  throw validation(`Value null at '${camel(member)}' failed to satisfy constraint: Member must not be null`);
}

/** Reads a blob of 1 to `most` bytes. @throws AwsError ValidationException */
export function blobMember(input: Input, member: string, most: number): Buffer {
  const blob = Buffer.from(textMember(input, member), 'base64');
  if (blob.length >= 1 && blob.length <= most) return blob;
  const constraint = blob.length > most ? `less than or equal to ${most}` : 'greater than or equal to 1';
  throw validation(
    `Value at '${camel(member)}' failed to satisfy constraint: Member must have length ${constraint}`,
  );
}

/** Reads the encryption context; empty when it is missing. @throws AwsError SerializationException */
export function contextMember(input: Input): EncryptionContext {
  const context = input.EncryptionContext ?? {};
  if (typeof context === 'object' && Object.values(context).every((value) => typeof value === 'string')) {
    return context as EncryptionContext;
  }
  throw new AwsError('SerializationException', 400, 'EncryptionContext is a map of strings.');
}

/** Reads the length of a data key in bytes, from NumberOfBytes or KeySpec. @throws AwsError ValidationException */
export function dataKeyLength(input: Input): number {
  const { NumberOfBytes: bytes, KeySpec: spec } = input;
  if ((bytes === undefined) === (spec === undefined)) {
    throw new AwsError('ValidationException', 400, 'Please specify either number of bytes or key spec.');
  }
  if (spec === 'AES_256') return 32;
  if (spec === 'AES_128') return 16;
  if (spec !== undefined) {
    throw validation(
      `Value '${String(spec)}' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]`,
    );
  }
  if (typeof bytes === 'number' && Number.isInteger(bytes) && bytes >= 1 && bytes <= 1024) return bytes;
  const constraint = Number(bytes) > 1024 ? 'less than or equal to 1024' : 'greater than or equal to 1';
  throw validation(
    `Value '${String(bytes)}' at 'numberOfBytes' failed to satisfy constraint: Member must have value ${constraint}`,
  );
}

/** Reads the tags; keys: TagKey, values: TagValue. */
export function tagsMember(input: Input): Record<string, string> {
  const tags = (input.Tags ?? []) as { TagKey: string; TagValue: string }[];
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

function camel(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
