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
   * Left out: one above the latest, counted up again as long as another writer takes the same number. One that would
   * sort below the latest is refused, which takes one read beside the data key.
   */
  readonly version?: Version;
  /** Stored beside the value in the clear. */
  readonly comment?: string;
  /** SHA256 when left out. */
  readonly digest?: Digest;
  /** Stores a given version also below the latest, without a look at it. */
  readonly force?: boolean;
}

export interface Written {
  /** As stored: 19 digits. */
  readonly version: string;
}

/** Every lost race means that another writer won; so many in a row is a mistake somewhere. */
const RACES = 500;

export interface Writer {
  put(name: string, value: string, options?: PutOptions): Promise<Written>;
}

export function createWriter(reads: Reads, writes: Writes, dataKeys: DataKeys): Writer {
  /** Writers of this process that count up the same name stand in line, rather than win from each other one by one. */
  const lines = new Map<string, Promise<unknown>>();

  async function putInLine(name: string, sealing: Promise<Versionless>): Promise<Written> {
    const before = lines.get(name) ?? Promise.resolve();
    const turn = before.then(() => putNext(name, sealing));
    const settled = turn.catch(() => undefined);
    lines.set(name, settled);
    try {
      return await turn;
    } finally {
      if (lines.get(name) === settled) lines.delete(name);
    }
  }

  /** The first look at the latest version and the sealing go on at the same time. */
  async function putNext(name: string, sealing: Promise<Versionless>): Promise<Written> {
    const [first, sealed] = await Promise.all([reads.findLatestVersion(name), sealing]);
    let latest = first;
    for (let race = 0; race < RACES; race++) {
      const version = nextVersion(latest, name);
      if (await addOnce({ ...sealed, version })) return { version };
      latest = await reads.findLatestVersion(name);
    }
    throw new VersionExists({ secret: name, version: latest });
  }

  /** A write whose answer was lost is sent again and then meets itself: the wrapped key tells whose row it is. */
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
      // It may fail while it waits in line, where nobody listens to it yet.
      sealing.catch(() => undefined);
      if (given === undefined) return await putInLine(name, sealing);
      const [sealed] = await Promise.all([sealing, force ? undefined : verifyLatest(name, given)]);
      if (await addOnce({ ...sealed, version: given })) return { version: given };
      throw new VersionExists({ secret: name, version: given });
    },
  };
}
