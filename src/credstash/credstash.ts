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
import { withPatience } from './retry.js';
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
  /** KMS key id, ARN or alias that wraps new data keys; `alias/credstash` when left out. Reading needs none. */
  readonly key?: string;
  /** How many secrets the operations on many of them work on at a time; 16 when left out. */
  readonly concurrency?: number;
  /**
   * Milliseconds that the operations on many secrets bear without any answer from a service that throttles, before
   * what is left fails; 60,000 when left out. The others leave retries to the SDK clients.
   */
  readonly patience?: number;
}

/** Secrets in one DynamoDB table, readable and writable by every credstash. */
export interface Credstash extends CredstashReader {
  /** Adds a version, never replaces one. Throws VersionExists, VersionBelowLatest, InvalidName, InvalidVersion, InvalidValue, InvalidDigest, KmsUnavailable, StoreUnavailable, Throttled. */
  put(name: string, value: string, options?: PutOptions): Promise<Written>;
  /** Puts each entry, in no order among them, and says of each what became of it, in the order given. */
  putAll(entries: Readonly<Record<string, string>>, options?: PutOptions): Promise<PutOutcome[]>;
  /** Every secret of the table, or those asked for: what could be read, and each that could not. Throws only when the table cannot be read. */
  getAll(options?: GetAllOptions): Promise<Secrets>;
  /** As `getAll` for `names`. */
  getMany(names: Iterable<string>, options?: ReadOptions): Promise<Secrets>;
  /** Every version of every secret, by name and version. */
  list(): Promise<ListedVersion[]>;
  /** Every name, sorted. */
  keys(): Promise<string[]>;
  /** Deletes every version of a secret, or the one given. Answers those that were there, as stored, newest first. */
  delete(name: string, options?: { readonly version?: Version }): Promise<string[]>;
  /** Deletes one version. One that is not there is no error. */
  deleteVersion(name: string, version: Version): Promise<void>;
  /** Makes the table, unless it is there, and waits until it can be used. Makes no KMS key. */
  setup(options?: SetupOptions): Promise<{ readonly created: boolean }>;
}

/**
 * Opens the credstash in `table`. Nothing is asked of AWS before the first operation.
 *
 * @example
 * const credstash = createCredstash({ kms: new KMSClient({}), dynamodb: new DynamoDBClient({}), table: 'live-credstash', key: 'alias/live-credstash' });
 * await credstash.put('live/database/password', password);
 * const { secrets, failures } = await credstash.getAll({ startsWith: 'live/' });
 */
export function createCredstash(options: CredstashOptions): Credstash {
  const { dynamodb, table, clock = systemClock, concurrency = 16 } = options;
  const { reader, forget } = openReader(options);
  const requests = plainRequests(options);
  const parts = createParts(options, requests);
  /** Of one operation on many secrets: what one of them waited for, the others need not wait for again. */
  const patientParts = () => createParts(options, patientRequests(options, requests));

  async function getAll({ names, startsWith = '', version }: GetAllOptions = {}): Promise<Secrets> {
    const bulk: BulkReads = { ...patientParts(), concurrency };
    if (names === undefined) return await readTable(bulk, startsWith, version);
    const wanted = [...names].filter((name) => name.startsWith(startsWith));
    return await readNames(bulk, wanted, version);
  }

  async function remove(name: string, version: Version | undefined): Promise<string[]> {
    verifyName(name);
    const { reads, writes } = patientParts();
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
        return await putEntries(patientParts().writer, entries, putOptions, concurrency);
      } finally {
        for (const name of Object.keys(entries)) forget(name);
      }
    },
    getAll,
    getMany: (names, { version } = {}) => getAll({ names, ...(version === undefined ? {} : { version }) }),
    list: () => patientParts().scans.list(),
    keys: () => patientParts().scans.names(),
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

interface Both {
  readonly kms: Requests;
  readonly dynamodb: Requests;
}

function plainRequests({ table, timeout = DEFAULT_TIMEOUT }: CredstashOptions): Both {
  return {
    kms: createRequests(timeout, translateKms),
    dynamodb: createRequests(timeout, translateDynamoDb(table)),
  };
}

function patientRequests(options: CredstashOptions, plain: Both): Both {
  const patience = { clock: options.clock ?? systemClock, limit: options.patience ?? 60_000 };
  return {
    kms: withPatience(plain.kms, translateKms, patience),
    dynamodb: withPatience(plain.dynamodb, translateDynamoDb(options.table), patience),
  };
}

function createParts(options: CredstashOptions, requests: Both) {
  const { kms, dynamodb, table, key = 'alias/credstash', context = {} } = options;
  const reads = createReads(dynamodb, table, requests.dynamodb);
  const writes = createWrites(dynamodb, table, requests.dynamodb);
  const scans = createScans(dynamodb, table, requests.dynamodb);
  const unwrap = createUnwrap(kms, context, requests.kms);
  const writer = createWriter(reads, writes, createDataKeys(kms, key, context, requests.kms));
  return { reads, writes, scans, unwrap, writer };
}
