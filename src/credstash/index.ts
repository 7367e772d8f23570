export {
  type Credstash,
  type CredstashOptions,
  createCredstash,
  type PutOptions,
  type Secret,
} from './credstash.js';
export type { Context } from './data-keys.js';
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
  VersionExists,
} from './errors.js';
export type { ListedVersion } from './rows.js';
export { nextVersion, padVersion, type Version } from './versions.js';
