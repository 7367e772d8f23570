import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { createCache } from './cache.js';
import { type Clock, systemClock } from './clock.js';
import { SecretNotFound } from './errors.js';
import { verifyName } from './names.js';
import { openRow } from './open-row.js';
import { createRequests } from './requests.js';
import type { HistoricVersion, Row, Secret } from './rows.js';
import { translateDynamoDb } from './table/failures.js';
import { createReads, type Reads } from './table/reads.js';
import { type Context, createUnwrap, translateKms, type Unwrap } from './unwrap.js';
import { storedForms, type Version } from './versions.js';

export interface ReaderOptions {
  readonly kms: KMSClient;
  readonly dynamodb: DynamoDBClient;
  /** Name of the table. */
  readonly table: string;
  /** KMS encryption context. A secret that was stored with one can only be read with the same one. */
  readonly context?: Context;
  /** Milliseconds for one call to AWS, including the retries of the SDK client. Default: 30,000. */
  readonly timeout?: number;
  /**
   * Keeps the results of `get`, `read` and `find` in memory for `lifetime` milliseconds. Concurrent reads of one secret
   * share one request. A failure is never kept. Default: no cache.
   */
  readonly cache?: { readonly lifetime: number };
  /** Default: the system clock. */
  readonly clock?: Clock;
}

export interface ReadOptions {
  /** Default: the latest version. 7, 7n and '7' are the same. */
  readonly version?: Version;
}

/** Reads secrets by name. */
export interface CredstashReader {
  /** Returns the value of a secret, of its latest version by default. Throws SecretNotFound, IntegrityError, ContextMismatch, KmsUnavailable, StoreUnavailable, Throttled, InvalidName. */
  get(name: string, options?: ReadOptions): Promise<string>;
  /** Returns the value and its version, both from one consistent read. Throws as `get` does. */
  read(name: string, options?: ReadOptions): Promise<Secret>;
  /** Returns what `read` does, or undefined when the secret does not exist. */
  find(name: string, options?: ReadOptions): Promise<Secret | undefined>;
  /** Returns the highest version as stored, or undefined when the secret does not exist. */
  latestVersion(name: string): Promise<string | undefined>;
  /** Lists every version of one secret, newest first; empty when the secret does not exist. */
  versions(name: string): Promise<HistoricVersion[]>;
}

export const DEFAULT_TIMEOUT = 30_000;

/**
 * Opens the credstash in `table` for reading one secret at a time. A bundle then contains only the code that reads;
 * with `createCredstash` it contains everything.
 *
 * @example
 * const reader = createReader({ kms: new KMSClient(), dynamodb: new DynamoDBClient(), table: 'live-credstash', cache: { lifetime: 60_000 } });
 * await reader.get('live/database/password');
 */
export function createReader(options: ReaderOptions): CredstashReader {
  return openReader(options).reader;
}

/** Opens a reader. Returns it with a function that makes its cache forget a secret, for use after a write. */
export function openReader({
  kms,
  dynamodb,
  table,
  context = {},
  timeout = DEFAULT_TIMEOUT,
  cache,
  clock = systemClock,
}: ReaderOptions): { reader: CredstashReader; forget(name: string): void } {
  const reads = createReads(dynamodb, table, createRequests(timeout, translateDynamoDb(table)));
  const unwrap = createUnwrap(kms, context, createRequests(timeout, translateKms));
  const cached = cache && createCache(cache.lifetime, clock);

  async function find(name: string, { version }: ReadOptions = {}): Promise<Secret | undefined> {
    verifyName(name);
    const load = () => findSecret(reads, unwrap, name, version);
    return await (cached ? cached.find(name, version, load) : load());
  }

  async function read(name: string, options: ReadOptions = {}): Promise<Secret> {
    const secret = await find(name, options);
    if (secret) return secret;
    const { version } = options;
    throw new SecretNotFound({ secret: name, version: version === undefined ? undefined : String(version) });
  }

  const reader: CredstashReader = {
    get: async (name, options) => (await read(name, options)).value,
    read,
    find,
    async latestVersion(name) {
      verifyName(name);
      return await reads.findLatestVersion(name);
    },
    async versions(name) {
      verifyName(name);
      return await reads.versions(name);
    },
  };
  return { reader, forget: (name) => cached?.forget(name) };
}

/** Reads one secret; undefined when it does not exist. Throws what `get` throws, except SecretNotFound. */
export async function findSecret(
  reads: Reads,
  unwrap: Unwrap,
  name: string,
  version: Version | undefined,
): Promise<Secret | undefined> {
  const row = await (version === undefined ? reads.findLatest(name) : findVersion(reads, name, version));
  return row && (await openRow(row, unwrap));
}

async function findVersion(reads: Reads, name: string, version: Version): Promise<Row | undefined> {
  for (const form of storedForms(version, name)) {
    const row = await reads.find(name, form);
    if (row) return row;
  }
  return undefined;
}
