import { InvalidVersion } from './errors.js';

/** 7, 7n and '7' are all stored as '0000000000000000007'. */
export type Version = string | number | bigint;

const WIDTH = 19;
/** DynamoDB's limit of a sort key, in bytes. */
const LONGEST = 1024;

/**
 * A version as the table holds it: padded with zeros to 19 characters, so that versions sort as they count.
 * What is not a number is padded too, as every writer does; 19 characters and more stay.
 *
 * @throws {InvalidVersion} for an empty text, a fraction, a negative number or one that lost digits.
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

/** Every form in which `version` may be stored: padded first, then as given, as old Node writers left it. */
export function storedForms(version: Version, secret?: string): readonly string[] {
  const padded = padVersion(version, secret);
  const raw = String(version);
  return raw === padded ? [padded] : [padded, raw];
}

/** The order in which DynamoDB sorts versions: by the bytes of their UTF-8. */
export function compareVersions(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * The version after `latest`, '0000000000000000001' where there is none.
 *
 * @throws {InvalidVersion} when `latest` is not a number, or when the next one would sort below it
 *   and so never be read as the latest.
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
