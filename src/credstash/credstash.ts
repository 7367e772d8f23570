import { type BulkReads, type GetAllOptions, readNames, readTable, type Secrets } from './bulk-read.js';
import { deleteVersions, type PutOutcome, putEntries } from './bulk-write.js';
import { systemClock } from './clock.js';
import { createDataKeys } from './data-keys.js';
import { verifyName } from './names.js';
import {
  type CredstashReader,
  DEFAULT_TIMEOUT,
  openReader,
  type ReaderOptions,
  type ReadOptions,
} from './reader.js';
import { createRequests, type Requests } from './requests.js';
import { retryThrottled } from './retry.js';
import type { ListedVersion } from './rows.js';
import { translateDynamoDb } from './table/failures.js';
import { createReads } from './table/reads.js';
import { createScans } from './table/scans.js';
import { type SetupOptions, setupTable } from './table/setup.js';
import { createWrites } from './table/writes.js';
import { createUnwrap, translateKms } from './unwrap.js';
import type { Version } from './versions.js';
import { createWriter, type PutOptions, type Written } from './writer.js';

export interface CredstashOptions extends ReaderOptions {
  /** KMS key id, ARN or alias that wraps new data keys. Default: `alias/credstash`. Reading needs none. */
  readonly key?: string;
  /** How many secrets a bulk operation works on at the same time. Default: 16. */
  readonly concurrency?: number;
  /**
   * Milliseconds that a bulk operation retries while KMS or DynamoDB throttles without any answer in between; then
   * everything that remains fails. Default: 60,000. Operations on one secret leave retries to the SDK clients.
   */
  readonly retryTimeout?: number;
}

/** Secrets in one DynamoDB table, in the format that every credstash reads and writes. */
export interface Credstash extends CredstashReader {
  /** Adds a version and never replaces one. Throws VersionExists, VersionBelowLatest, InvalidName, InvalidVersion, InvalidValue, InvalidDigest, KmsUnavailable, StoreUnavailable, Throttled. */
  put(name: string, value: string, options?: PutOptions): Promise<Written>;
  /** Puts all entries in any order, and returns the outcome of each in the order given. */
  putAll(entries: Readonly<Record<string, string>>, options?: PutOptions): Promise<PutOutcome[]>;
  /** Reads every secret of the table, or those requested. Returns those that failed beside the rest; throws only when the table cannot be read. */
  getAll(options?: GetAllOptions): Promise<Secrets>;
  /** Reads the secrets of these names, as `getAll` does. */
  getMany(names: Iterable<string>, options?: ReadOptions): Promise<Secrets>;
  /** Lists every version of every secret, sorted by name and version. */
  list(): Promise<ListedVersion[]>;
  /** Lists every name, sorted. */
  keys(): Promise<string[]>;
  /** Deletes every version of a secret, or the given one. Returns the deleted versions as stored, newest first. */
  delete(name: string, options?: { readonly version?: Version }): Promise<string[]>;
  /** Deletes one version. A version that does not exist is no error. */
  deleteVersion(name: string, version: Version): Promise<void>;
  /** Creates the table unless it exists, and waits until it is active. Creates no KMS key. */
  setup(options?: SetupOptions): Promise<{ readonly created: boolean }>;
}

/**
 * Opens the credstash in `table`. Sends no request to AWS before the first operation.
 *
 * @example
 * const credstash = createCredstash({ kms: new KMSClient({}), dynamodb: new DynamoDBClient({}), table: 'live-credstash', key: 'alias/live-credstash' });
 * await credstash.put('live/database/password', password);
 * const { secrets, failures } = await credstash.getAll({ startsWith: 'live/' });
 */
export function createCredstash(options: CredstashOptions): Credstash {
  const { dynamodb, table, clock = systemClock, concurrency = 16 } = options;
  const { reader, forget } = openReader(options);
  const requests = requestsOf(options);
  const parts = createParts(options, requests);
  /** New for each bulk operation, because its requests share one retry timeout. */
  const retryingParts = () => createParts(options, retryingRequests(options, requests));

  async function getAll({ names, startsWith = '', version }: GetAllOptions = {}): Promise<Secrets> {
    const bulk: BulkReads = { ...retryingParts(), concurrency };
    if (names === undefined) return await readTable(bulk, startsWith, version);
    const wanted = [...names].filter((name) => name.startsWith(startsWith));
    return await readNames(bulk, wanted, version);
  }

  async function remove(name: string, version: Version | undefined): Promise<string[]> {
    verifyName(name);
    const { reads, writes } = retryingParts();
    try {
      return await deleteVersions(reads, writes, { name, version }, concurrency);
    } finally {
      forget(name);
    }
  }

  return {
    ...reader,
    async put(name, value, putOptions) {
      try {
        return await parts.writer.put(name, value, putOptions);
      } finally {
        forget(name);
      }
    },
    async putAll(entries, putOptions = {}) {
      try {
        return await putEntries(retryingParts().writer, entries, putOptions, concurrency);
      } finally {
        for (const name of Object.keys(entries)) forget(name);
      }
    },
    getAll,
    getMany: (names, { version } = {}) => getAll({ names, ...(version === undefined ? {} : { version }) }),
    list: () => retryingParts().scans.list(),
    keys: () => retryingParts().scans.names(),
    delete: (name, { version } = {}) => remove(name, version),
    async deleteVersion(name, version) {
      await remove(name, version);
    },
    async setup(setupOptions = {}) {
      const created = await setupTable({ dynamodb, table, clock, requests: requests.dynamodb }, setupOptions);
      return { created };
    },
  };
}

interface ServiceRequests {
  readonly kms: Requests;
  readonly dynamodb: Requests;
}

function requestsOf({ table, timeout = DEFAULT_TIMEOUT }: CredstashOptions): ServiceRequests {
  return {
    kms: createRequests(timeout, translateKms),
    dynamodb: createRequests(timeout, translateDynamoDb(table)),
  };
}

function retryingRequests(
  { table, clock = systemClock, retryTimeout = 60_000 }: CredstashOptions,
  { kms, dynamodb }: ServiceRequests,
): ServiceRequests {
  const retry = { clock, timeout: retryTimeout };
  return {
    kms: retryThrottled(kms, translateKms, retry),
    dynamodb: retryThrottled(dynamodb, translateDynamoDb(table), retry),
  };
}

function createParts(options: CredstashOptions, requests: ServiceRequests) {
  const { kms, dynamodb, table, key = 'alias/credstash', context = {} } = options;
  const reads = createReads(dynamodb, table, requests.dynamodb);
  const writes = createWrites(dynamodb, table, requests.dynamodb);
  const scans = createScans(dynamodb, table, requests.dynamodb);
  const unwrap = createUnwrap(kms, context, requests.kms);
  const writer = createWriter(reads, writes, createDataKeys(kms, key, context, requests.kms));
  return { reads, writes, scans, unwrap, writer };
}
