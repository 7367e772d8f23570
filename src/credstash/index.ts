export type { Failure, GetAllOptions, Secrets } from './bulk-read.js';
export type { PutOutcome } from './bulk-write.js';
export type { Clock } from './clock.js';
export { type Credstash, type CredstashOptions, createCredstash } from './credstash.js';
export { DIGESTS, type Digest } from './digests.js';
export {
  ContextMismatch,
  CredstashError,
  IntegrityError,
  InvalidDigest,
  InvalidName,
  InvalidValue,
  InvalidVersion,
  KmsUnavailable,
  SecretNotFound,
  StoreUnavailable,
  Throttled,
  VersionBelowLatest,
  VersionExists,
} from './errors.js';
export { type CredstashReader, createReader, type ReaderOptions, type ReadOptions } from './reader.js';
export type { HistoricVersion, ListedVersion, Secret } from './rows.js';
export type { SetupOptions } from './table/setup.js';
export type { Context } from './unwrap.js';
export { nextVersion, padVersion, type Version } from './versions.js';
export type { PutOptions, Written } from './writer.js';
