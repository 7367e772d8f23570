import { InvalidVersion } from './errors.js';

/** A version of a secret: 7, 7n and '7' are all stored as '0000000000000000007'. */
export type Version = string | number | bigint;

const WIDTH = 19;
/** DynamoDB's limit for a sort key, in bytes. */
const LONGEST = 1024;

/**
 * Pads a version with zeros to 19 characters, as the table stores it, so that text order is numeric order. Pads a
 * version that is no number too, as every writer does. Leaves 19 characters or more as they are.
 *
 * @throws {InvalidVersion} an empty text, a fraction, a negative number, an unsafe integer, or more than 1,024 bytes
 * @example padVersion(7) // '0000000000000000007'
 */
export function padVersion(version: Version, secret?: string): string {
  if (typeof version === 'number' && !Number.isSafeInteger(version)) {
    throw new InvalidVersion(`${version} is not a version: a number must be whole and exact.`, { secret });
  }
  const text = String(version);
  if (text === '' || text.startsWith('-') || Buffer.byteLength(text) > LONGEST) {
    throw new InvalidVersion(`"${text.slice(0, 40)}" is not a version: it is empty, negative or too long.`, {
      secret,
    });
  }
  return text.padStart(WIDTH, '0');
}

/** Returns the forms in which a version may be stored: padded, and then unpadded, as old Node writers stored it. */
export function storedForms(version: Version, secret?: string): readonly string[] {
  const padded = padVersion(version, secret);
  const raw = String(version);
  return raw === padded ? [padded] : [padded, raw];
}

/** Compares versions in the sort order of DynamoDB: by their UTF-8 bytes. */
export function compareVersions(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Returns the version after `latest`.
 *
 * @param latest as stored; undefined for a new secret, whose first version is '0000000000000000001'
 * @throws {InvalidVersion} `latest` is not a number, or the next version would sort below it and never be read as the
 *   latest
 */
export function nextVersion(latest: string | undefined, secret: string): string {
  if (latest !== undefined && !/^\d+$/.test(latest)) {
    throw new InvalidVersion(
      `The latest version of "${secret}" is "${latest}", which cannot be counted up. Give a version.`,
      { secret, version: latest },
    );
  }
  const next = padVersion(BigInt(latest ?? 0) + 1n, secret);
  if (latest !== undefined && next <= latest) {
    throw new InvalidVersion(
      `The latest version of "${secret}" is "${latest}", which sorts above every number that follows. Give a version that sorts above it, or delete that one.`,
      { secret, version: latest },
    );
  }
  return next;
}
