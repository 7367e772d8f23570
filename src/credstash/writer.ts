import type { DataKeys } from './data-keys.js';
import { DEFAULT_DIGEST, type Digest } from './digests.js';
import { VersionBelowLatest, VersionExists } from './errors.js';
import { verifyName } from './names.js';
import type { Row } from './rows.js';
import { sealRow, type Versionless } from './seal-row.js';
import type { Reads } from './table/reads.js';
import type { Writes } from './table/writes.js';
import { compareVersions, nextVersion, padVersion, type Version } from './versions.js';

export interface PutOptions {
  /**
   * Default: one above the latest, and the next one when another writer was faster. A given version that would sort
   * below the latest is refused, after one read of the latest version.
   */
  readonly version?: Version;
  /** Stored beside the value, unencrypted. */
  readonly comment?: string;
  /** Default: SHA256. */
  readonly digest?: Digest;
  /** Stores a given version even below the latest, which is not read. */
  readonly force?: boolean;
}

export interface Written {
  /** As stored: padded to 19 characters. */
  readonly version: string;
}

/** Another writer wins each lost attempt, so that this many in a row mean a fault and not a race. */
const ATTEMPTS = 500;

export interface Writer {
  put(name: string, value: string, options?: PutOptions): Promise<Written>;
}

export function createWriter(reads: Reads, writes: Writes, dataKeys: DataKeys): Writer {
  /** Puts of one name in this process wait for each other: racing, each attempt would let only one of them win. */
  const queues = new Map<string, Promise<unknown>>();

  async function putQueued(name: string, sealing: Promise<Versionless>): Promise<Written> {
    const previous = queues.get(name) ?? Promise.resolve();
    const written = previous.then(() => putNext(name, sealing));
    const settled = written.catch(() => undefined);
    queues.set(name, settled);
    try {
      return await written;
    } finally {
      if (queues.get(name) === settled) queues.delete(name);
    }
  }

  /** Reads the latest version while the value is being encrypted. */
  async function putNext(name: string, sealing: Promise<Versionless>): Promise<Written> {
    const [first, sealed] = await Promise.all([reads.findLatestVersion(name), sealing]);
    let latest = first;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const version = nextVersion(latest, name);
      if (await addOnce({ ...sealed, version })) return { version };
      latest = await reads.findLatestVersion(name);
    }
    throw new VersionExists({ secret: name, version: latest });
  }

  /** The SDK repeats a write whose response was lost, and then finds its own row. The wrapped key identifies that row. */
  async function addOnce(row: Row): Promise<boolean> {
    if (await writes.add(row)) return true;
    const present = await reads.find(row.name, row.version);
    return present?.key === row.key;
  }

  async function verifyLatest(name: string, version: string): Promise<void> {
    const latest = await reads.findLatestVersion(name);
    if (latest === undefined || compareVersions(version, latest) >= 0) return;
    const subject = { secret: name, version };
    throw (await reads.find(name, version))
      ? new VersionExists(subject)
      : new VersionBelowLatest(latest, subject);
  }

  return {
    async put(name, value, { version, comment, digest = DEFAULT_DIGEST, force = false } = {}) {
      verifyName(name);
      const given = version === undefined ? undefined : padVersion(version, name);
      const unsealed = { name, value, comment, digest };
      const sealing = sealRow(unsealed, dataKeys);
      // It may fail while this put still waits in its queue, before anything handles the rejection.
      sealing.catch(() => undefined);
      if (given === undefined) return await putQueued(name, sealing);
      const [sealed] = await Promise.all([sealing, force ? undefined : verifyLatest(name, given)]);
      if (await addOnce({ ...sealed, version: given })) return { version: given };
      throw new VersionExists({ secret: name, version: given });
    },
  };
}
