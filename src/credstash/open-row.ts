import { IntegrityError } from './errors.js';
import type { Row, Secret } from './rows.js';
import { decodeBase64, type OpenFailure, open } from './seal.js';
import type { Unwrap } from './unwrap.js';

const FAILURES: Readonly<Record<OpenFailure, string>> = {
  hmac: 'its HMAC does not fit its contents',
  digest: 'its digest is not known',
  base64: 'its contents are not base64',
  'utf-8': 'its value is not UTF-8 text',
};

/**
 * Decrypts a row. Overwrites the data key before it returns.
 *
 * @throws {IntegrityError} the row was altered or cut short; and the errors of `unwrap`
 */
export async function openRow(row: Row, unwrap: Unwrap): Promise<Secret> {
  const { name, version, digest, comment } = row;
  const subject = { secret: name, version };
  const wrapped = decodeBase64(row.key);
  if (!wrapped?.length) throw new IntegrityError('its key is not base64', subject);
  const dataKey = await unwrap(wrapped, subject);
  try {
    const opened = open(row, dataKey, digest);
    if ('failure' in opened) throw new IntegrityError(FAILURES[opened.failure], subject);
    return { name, version, value: opened.value, digest, ...(comment === undefined ? {} : { comment }) };
  } finally {
    dataKey.fill(0);
  }
}
