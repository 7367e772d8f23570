import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { type Context, createDataKeys, type DataKeys } from './data-keys.js';
import { DEFAULT_DIGEST, DIGESTS, type Digest, isDigest } from './digests.js';
import {
  IntegrityError,
  InvalidDigest,
  InvalidName,
  InvalidValue,
  SecretNotFound,
  VersionExists,
} from './errors.js';
import type { ListedVersion, Row } from './rows.js';
import { decodeBase64, isEncodable, type OpenFailure, open, seal } from './seal.js';
import { createStore, type Store } from './store.js';
import { nextVersion, padVersion, storedForms, type Version } from './versions.js';

export interface CredstashOptions {
  readonly kms: KMSClient;
  readonly dynamodb: DynamoDBClient;
  /** Name of the table. */
  readonly table: string;
  /** KMS key id, ARN or alias that wraps new data keys; `alias/credstash` when left out. Reading needs none. */
  readonly key?: string;
  /** KMS encryption context: what is stored with one is read with the same one only. */
  readonly context?: Context;
}

export interface PutOptions {
  /** Left out: one above the latest, counted up again as long as another writer takes the same number. */
  readonly version?: Version;
  /** Stored beside the value in the clear. */
  readonly comment?: string;
  /** SHA256 when left out. */
  readonly digest?: Digest;
}

export interface Secret extends ListedVersion {
  readonly value: string;
  /** As stored. */
  readonly digest: string;
}

/** Secrets in one DynamoDB table, readable and writable by every credstash. */
export interface Credstash {
  /** The value of `name`, of its latest version unless one is given. Throws SecretNotFound, IntegrityError, ContextMismatch, KmsUnavailable, StoreUnavailable, Throttled. */
  get(name: string, options?: { readonly version?: Version }): Promise<string>;
  /** As `get`, with the version that was read: one consistent read gives both. */
  read(name: string, options?: { readonly version?: Version }): Promise<Secret>;
  /** As `read`; undefined when there is no such secret. */
  find(name: string, options?: { readonly version?: Version }): Promise<Secret | undefined>;
  /** The highest version as stored; undefined when there is no such secret. */
  latestVersion(name: string): Promise<string | undefined>;
  /** Adds a version, never replaces one. Throws VersionExists for a given version that is taken, InvalidName, InvalidVersion, InvalidValue, InvalidDigest. */
  put(name: string, value: string, options?: PutOptions): Promise<{ readonly version: string }>;
  /** Every version of every secret, by name and version. */
  list(): Promise<ListedVersion[]>;
  /** Every version of one secret, newest first; empty when there is no such secret. */
  versions(name: string): Promise<ListedVersion[]>;
  /** Deletes one version. One that is not there is no error. */
  deleteVersion(name: string, version: Version): Promise<void>;
}

const DEFAULT_KEY = 'alias/credstash';
/** DynamoDB's limits, in bytes: of a partition key, and of an item with its attribute names. */
const LONGEST_NAME = 2048;
const LARGEST_ITEM = 400 * 1024;
/** Every lost race means that another writer won; so many in a row is a mistake somewhere. */
const RACES = 500;

const FAILURES: Readonly<Record<OpenFailure, string>> = {
  hmac: 'its HMAC does not fit its contents',
  digest: 'its digest is not known',
  base64: 'its contents are not base64',
  'utf-8': 'its value is not UTF-8 text',
};

/**
 * Opens the credstash in `table`.
 *
 * @example
 * const credstash = createCredstash({ kms: new KMSClient({}), dynamodb: new DynamoDBClient({}), table: 'live-credstash', key: 'alias/live-credstash' });
 * await credstash.put('live/database/password', password);
 * await credstash.get('live/database/password');
 */
export function createCredstash(options: CredstashOptions): Credstash {
  const store = createStore(options.dynamodb, options.table);
  const dataKeys = createDataKeys(options.kms, options.key ?? DEFAULT_KEY, options.context ?? {});

  async function find(name: string, version: Version | undefined): Promise<Secret | undefined> {
    verifyName(name);
    const row =
      version === undefined ? await store.findLatest(name) : await findVersion(store, name, version);
    return row && (await openRow(row, dataKeys));
  }

  async function read(name: string, version: Version | undefined): Promise<Secret> {
    const secret = await find(name, version);
    if (secret) return secret;
    throw new SecretNotFound({ secret: name, version: version === undefined ? undefined : String(version) });
  }

  return {
    get: async (name, { version } = {}) => (await read(name, version)).value,
    read: (name, { version } = {}) => read(name, version),
    find: (name, { version } = {}) => find(name, version),
    async latestVersion(name) {
      verifyName(name);
      return await store.findLatestVersion(name);
    },
    async put(name, value, { version, comment, digest = DEFAULT_DIGEST } = {}) {
      verifyName(name);
      const given = version === undefined ? undefined : padVersion(version, name);
      const sealed = await sealRow({ name, value, comment, digest }, dataKeys);
      if (given === undefined) return { version: await addNext(store, sealed) };
      if (await addOnce(store, { ...sealed, version: given })) return { version: given };
      throw new VersionExists({ secret: name, version: given });
    },
    list: () => store.list(),
    async versions(name) {
      verifyName(name);
      return await store.versions(name);
    },
    async deleteVersion(name, version) {
      verifyName(name);
      for (const form of storedForms(version, name)) await store.remove(name, form);
    },
  };
}

async function findVersion(store: Store, name: string, version: Version): Promise<Row | undefined> {
  for (const form of storedForms(version, name)) {
    const row = await store.find(name, form);
    if (row) return row;
  }
  return undefined;
}

async function openRow(row: Row, dataKeys: DataKeys): Promise<Secret> {
  const subject = { secret: row.name, version: row.version };
  const wrapped = decodeBase64(row.key);
  if (!wrapped?.length) throw new IntegrityError('its key is not base64', subject);
  const dataKey = await dataKeys.unwrap(wrapped, subject);
  try {
    const opened = open(row, dataKey, row.digest);
    if ('failure' in opened) throw new IntegrityError(FAILURES[opened.failure], subject);
    const { name, version, digest, comment } = row;
    return { name, version, value: opened.value, digest, ...(comment === undefined ? {} : { comment }) };
  } finally {
    dataKey.fill(0);
  }
}

interface Unsealed {
  readonly name: string;
  readonly value: string;
  readonly comment: string | undefined;
  readonly digest: string;
}

/** A row that only lacks its version, which nothing authenticates: a lost race need not seal again. */
async function sealRow(secret: Unsealed, dataKeys: DataKeys): Promise<Omit<Row, 'version'>> {
  const { name, value, comment, digest } = secret;
  if (!isDigest(digest)) throw new InvalidDigest(digest, DIGESTS, { secret: name });
  verifyText(value, { secret: name });
  if (comment !== undefined) verifyText(comment, { secret: name });
  const { plaintext, wrapped } = await dataKeys.generate({ secret: name });
  try {
    const key = Buffer.from(wrapped).toString('base64');
    const sealed = { name, key, digest, ...seal(value, plaintext, digest), ...(comment ? { comment } : {}) };
    verifySize(sealed);
    return sealed;
  } finally {
    plaintext.fill(0);
  }
}

async function addNext(store: Store, sealed: Omit<Row, 'version'>): Promise<string> {
  let version = '';
  for (let race = 0; race < RACES; race++) {
    version = nextVersion(await store.findLatestVersion(sealed.name), sealed.name);
    if (await addOnce(store, { ...sealed, version })) return version;
  }
  throw new VersionExists({ secret: sealed.name, version });
}

/** A write whose answer was lost is sent again by the SDK and then meets itself: the wrapped key tells whose row it is. */
async function addOnce(store: Store, row: Row): Promise<boolean> {
  if (await store.add(row)) return true;
  const present = await store.find(row.name, row.version);
  return present?.key === row.key;
}

function verifyName(name: string): void {
  if (name === '') throw new InvalidName('not be empty', { secret: name });
  if (!isEncodable(name)) throw new InvalidName('be text that UTF-8 can carry', { secret: name });
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    throw new InvalidName(`have at most ${LONGEST_NAME} bytes`, { secret: name.slice(0, 64) });
  }
}

function verifyText(value: string, subject: { secret: string }): void {
  if (isEncodable(value)) return;
  throw new InvalidValue(
    'or its comment is not text that UTF-8 can carry: half a character stands alone',
    subject,
  );
}

function verifySize(row: Omit<Row, 'version'>): void {
  const attributes = Object.entries({ ...row, version: ''.padStart(19) });
  const bytes = attributes.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
  if (bytes <= LARGEST_ITEM) return;
  throw new InvalidValue('is too large: a DynamoDB item holds about 298 KB of text', { secret: row.name });
}
