import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DEFAULT_DIGEST } from './digests.js';
import { type ErrorSubject, IntegrityError } from './errors.js';
import type { Sealed } from './seal.js';

/** An item of the table in its attributes' own words. */
export interface Row extends Sealed {
  readonly name: string;
  readonly version: string;
  /** Standard base64 of the data key as KMS wrapped it. */
  readonly key: string;
  /** As stored; an item without one means SHA256. */
  readonly digest: string;
  readonly comment?: string;
}

export type Item = Record<string, AttributeValue>;

/** Every attribute is a string: the one form of `hmac` that all readers accept. */
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

/** Reads what any writer left. @throws {IntegrityError} when an attribute is missing or of another type. */
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

/** What a listing shows of an item. */
export interface ListedVersion {
  readonly name: string;
  /** As stored: 19 digits, unless another tool wrote it otherwise. */
  readonly version: string;
  readonly comment?: string;
}

/** What the history of one secret shows of an item. */
export interface HistoricVersion extends ListedVersion {
  /** As stored; SHA256 where the item has none. */
  readonly digest: string;
}

/** An opened row. */
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

/** Python 3 writes the hexadecimal text as binary, every other writer as a string. */
function hexText(item: Item, subject: ErrorSubject): string {
  const binary = item.hmac?.B;
  return binary ? Buffer.from(binary).toString('latin1') : text(item, 'hmac', subject);
}
