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
  /** KMS encryption context: what is stored with one is read with the same one only. */
  readonly context?: Context;
  /** Milliseconds until one call of AWS is given up, the SDK client's own retries included; 30,000 when left out. */
  readonly timeout?: number;
  /**
   * Keeps what `get`, `read` and `find` found in memory, for `lifetime` milliseconds, and lets readers at the same
   * time share one read. A failure is never kept. Left out: every read asks AWS.
   */
  readonly cache?: { readonly lifetime: number };
  /** The system's when left out. */
  readonly clock?: Clock;
}

export interface ReadOptions {
  /** Latest when left out. 7, 7n and '7' are the same. */
  readonly version?: Version;
}

/** Reads secrets by name. */
export interface CredstashReader {
  /** The value of `name`, of its latest version unless one is given. Throws SecretNotFound, IntegrityError, ContextMismatch, KmsUnavailable, StoreUnavailable, Throttled, InvalidName. */
  get(name: string, options?: ReadOptions): Promise<string>;
  /** As `get`, with the version that was read: one consistent read gives both. */
  read(name: string, options?: ReadOptions): Promise<Secret>;
  /** As `read`; undefined when there is no such secret. */
  find(name: string, options?: ReadOptions): Promise<Secret | undefined>;
  /** The highest version as stored; undefined when there is no such secret. */
  latestVersion(name: string): Promise<string | undefined>;
  /** Every version of one secret, newest first; empty when there is no such secret. */
  versions(name: string): Promise<HistoricVersion[]>;
}

export const DEFAULT_TIMEOUT = 30_000;

/**
 * Opens the credstash in `table` for reading one secret at a time. It brings into a bundle only what that takes, where
 * `createCredstash` brings everything.
 *
 * @example
 * const reader = createReader({ kms: new KMSClient(), dynamodb: new DynamoDBClient(), table: 'live-credstash', cache: { lifetime: 60_000 } });
 * await reader.get('live/database/password');
 */
export function createReader(options: ReaderOptions): CredstashReader {
  return openReader(options).reader;
}

/** @returns beside the reader, what makes its cache forget a secret that was written */
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

/** Throws what `get` throws, but for SecretNotFound. */
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
