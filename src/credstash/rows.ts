import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DEFAULT_DIGEST } from './digests.js';
import { type ErrorSubject, IntegrityError } from './errors.js';
import type { Sealed } from './seal.js';

/** An item of the table, with the attribute names of the format. */
export interface Row extends Sealed {
  readonly name: string;
  readonly version: string;
  /** Standard base64 of the data key that KMS wrapped. */
  readonly key: string;
  /** As stored; SHA256 for an item without a digest. */
  readonly digest: string;
  readonly comment?: string;
}

export type Item = Record<string, AttributeValue>;

/** Writes every attribute as a string. For `hmac`, this is the only type that all readers accept. */
export function encodeRow(row: Row): Item {
  const item: Item = {
    name: { S: row.name },
    version: { S: row.version },
    key: { S: row.key },
    contents: { S: row.contents },
    hmac: { S: row.hmac },
    digest: { S: row.digest },
  };
  if (row.comment) item.comment = { S: row.comment };
  return item;
}

/**
 * Reads the item of any writer.
 *
 * @throws {IntegrityError} an attribute is missing or of another type
 */
export function decodeRow(item: Item): Row {
  const { name, version, comment } = decodeListed(item);
  const subject = { secret: name, version };
  return {
    name,
    version,
    key: text(item, 'key', subject),
    contents: text(item, 'contents', subject),
    hmac: hexText(item, subject),
    digest: item.digest ? text(item, 'digest', subject) : DEFAULT_DIGEST,
    ...(comment === undefined ? {} : { comment }),
  };
}

/** The attributes of an item that a listing shows. */
export interface ListedVersion {
  readonly name: string;
  /** As stored: 19 digits, unless another writer used another form. */
  readonly version: string;
  readonly comment?: string;
}

/** The attributes of an item that the history of one secret shows. */
export interface HistoricVersion extends ListedVersion {
  /** As stored; SHA256 for an item without a digest. */
  readonly digest: string;
}

/** A decrypted row. */
export interface Secret extends HistoricVersion {
  readonly value: string;
}

export function decodeHistoric(item: Item): HistoricVersion {
  return { ...decodeListed(item), digest: item.digest?.S ?? DEFAULT_DIGEST };
}

export function decodeListed(item: Item): ListedVersion {
  const name = item.name?.S ?? '';
  const version = item.version?.S ?? '';
  return { name, version, ...(item.comment?.S ? { comment: item.comment.S } : {}) };
}

function text(item: Item, attribute: string, subject: ErrorSubject): string {
  const value = item[attribute]?.S;
  if (value === undefined) throw new IntegrityError(`its attribute "${attribute}" is not a string`, subject);
  return value;
}

/** Reads the HMAC: Python 3 writes its hexadecimal text as binary, every other writer as a string. */
function hexText(item: Item, subject: ErrorSubject): string {
  const binary = item.hmac?.B;
  return binary ? Buffer.from(binary).toString('latin1') : text(item, 'hmac', subject);
}
