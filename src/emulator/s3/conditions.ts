import { notSupported } from '../aws/service.js';
import type { StoredObject } from './bucket.js';
import { noSuchKey, preconditionFailed } from './errors.js';

type Headers = Readonly<Record<string, string | undefined>>;
/** What a condition compares with. */
type Compared = Pick<StoredObject, 'etag' | 'lastModified'>;

/**
 * Checks the condition of a write: `If-None-Match: *` (only a new key) or `If-Match: <etag>` (only over that object).
 *
 * @throws AwsError PreconditionFailed, NoSuchKey (If-Match without an object), NotImplemented (If-None-Match with an etag)
 */
export function checkWriteCondition(headers: Headers, key: string, current: Compared | undefined): void {
  const absent = headers['if-none-match'];
  const present = headers['if-match'];
  if (absent !== undefined && absent !== '*')
    throw notSupported('s3', 'If-None-Match with an etag on a write');
  if (absent !== undefined && current) throw preconditionFailed('If-None-Match');
  if (present === undefined) return;
  if (!current) throw noSuchKey(key);
  if (!matches(present, current.etag)) throw preconditionFailed('If-Match');
}

/**
 * Checks the conditions of a read, in the order of RFC 9110 section 13.2.2.
 *
 * @returns 'not-modified' for an answer of 304
 * @throws AwsError PreconditionFailed
 */
export function checkReadConditions(headers: Headers, object: Compared): 'send' | 'not-modified' {
  requireConditions(headers, object, { match: 'if-match', unmodified: 'if-unmodified-since' });
  return isUnchanged(headers, object, { noneMatch: 'if-none-match', modified: 'if-modified-since' })
    ? 'not-modified'
    : 'send';
}

/**
 * Checks the conditions of a copy on its source.
 *
 * @throws AwsError PreconditionFailed
 */
export function checkCopySourceConditions(headers: Headers, source: Compared): void {
  const names = {
    match: 'x-amz-copy-source-if-match',
    unmodified: 'x-amz-copy-source-if-unmodified-since',
    noneMatch: 'x-amz-copy-source-if-none-match',
    modified: 'x-amz-copy-source-if-modified-since',
  };
  requireConditions(headers, source, names);
  if (isUnchanged(headers, source, names)) throw preconditionFailed(names.noneMatch);
}

function requireConditions(
  headers: Headers,
  object: Compared,
  names: { match: string; unmodified: string },
): void {
  const match = headers[names.match];
  if (match !== undefined) {
    if (!matches(match, object.etag)) throw preconditionFailed('If-Match');
    return;
  }
  const unmodified = dateOf(headers[names.unmodified]);
  if (unmodified !== undefined && seconds(object) > unmodified)
    throw preconditionFailed('If-Unmodified-Since');
}

function isUnchanged(
  headers: Headers,
  object: Compared,
  names: { noneMatch: string; modified: string },
): boolean {
  const noneMatch = headers[names.noneMatch];
  if (noneMatch !== undefined) return matches(noneMatch, object.etag);
  const modified = dateOf(headers[names.modified]);
  return modified !== undefined && seconds(object) <= modified;
}

const matches = (list: string, etag: string): boolean =>
  list.split(',').some((item) => {
    const value = item
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
    return value === '*' || value === etag;
  });

/** Reads a date as seconds since 1970. A date that does not parse sets no condition. */
function dateOf(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

/** HTTP dates have no fractions of a second. */
const seconds = (object: Compared): number => Math.floor(Date.parse(object.lastModified) / 1000);
