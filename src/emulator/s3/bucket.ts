import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  read as readCallback,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Checksum } from './checksums.js';

/** The id of a version that was stored while versioning was not enabled. */
export const NULL_VERSION = 'null';

export interface StoredObject {
  readonly type: 'object';
  readonly versionId: string;
  /** ISO 8601. */
  readonly lastModified: string;
  /** Name of the file in `blobs/`. */
  readonly blob: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Content-Type, Cache-Control and the like; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
}

export interface DeleteMarker {
  readonly type: 'delete-marker';
  readonly versionId: string;
  readonly lastModified: string;
}

export type Version = StoredObject | DeleteMarker;
/** A bucket is unversioned until versioning is first enabled, and never again. */
export type Versioning = 'Unversioned' | 'Enabled' | 'Suspended';

interface BucketFile {
  readonly created: string;
  readonly versioning: Versioning;
}

const read = promisify(readCallback);

/**
 * One bucket. `blobs/` holds the bytes, and `keys/` a file for each key that lists its versions, newest first.
 *
 * A change is one rename of the key's file. No other code runs between the check of a condition and the rename, so
 * exactly one of several conditional writes wins. A kill leaves either the old state or the new one. It may also leave
 * a blob that no key's file names; opening the bucket removes it.
 */
export class Bucket {
  readonly name: string;
  readonly #directory: string;
  readonly #keys = new Map<string, readonly Version[]>();
  #sorted: string[] | undefined;
  #file: BucketFile;

  private constructor(name: string, directory: string, file: BucketFile) {
    this.name = name;
    this.#directory = directory;
    this.#file = file;
  }

  /** Creates a bucket in the folder of all buckets. */
  static create(directory: string, name: string, created: Date): Bucket {
    const path = join(directory, name);
    for (const folder of ['keys', 'blobs', 'uploads'])
      mkdirSync(join(path, folder), { recursive: true, mode: 0o700 });
    const bucket = new Bucket(name, path, { created: created.toISOString(), versioning: 'Unversioned' });
    bucket.#writeBucketFile();
    return bucket;
  }

  /** Opens a bucket; undefined for a folder whose creation or deletion was interrupted. */
  static open(directory: string, name: string): Bucket | undefined {
    const path = join(directory, name);
    const file = readJson<BucketFile>(join(path, 'bucket.json'));
    if (!file) return undefined;
    const bucket = new Bucket(name, path, file);
    bucket.#load();
    return bucket;
  }

  get created(): string {
    return this.#file.created;
  }

  get versioning(): Versioning {
    return this.#file.versioning;
  }

  set versioning(versioning: Versioning) {
    this.#file = { ...this.#file, versioning };
    this.#writeBucketFile();
  }

  /** The folder of the multipart uploads. */
  get uploadsDirectory(): string {
    return join(this.#directory, 'uploads');
  }

  /** Returns the keys, sorted by their UTF-8 bytes as S3 lists them. They include keys that a delete marker hides. */
  keys(): readonly string[] {
    this.#sorted ??= [...this.#keys.keys()].sort(compareKeys);
    return this.#sorted;
  }

  /** Returns the versions of a key, newest first; none for an unknown key. */
  versions(key: string): readonly Version[] {
    return this.#keys.get(key) ?? [];
  }

  /** Returns the latest version of a key, which may be a delete marker. */
  latest(key: string): Version | undefined {
    return this.versions(key)[0];
  }

  /** Returns the latest version of a key when it is an object. */
  current(key: string): StoredObject | undefined {
    const latest = this.latest(key);
    return latest?.type === 'object' ? latest : undefined;
  }

  /** Writes bytes to a new blob, which no key names yet. */
  async writeBlob(data: Buffer): Promise<string> {
    const blob = randomUUID();
    await writeFile(this.#blob(blob), data, { mode: 0o600 });
    return blob;
  }

  /** Removes a blob that no key names. */
  async dropBlob(blob: string): Promise<void> {
    await rm(this.#blob(blob), { force: true });
  }

  /**
   * Reads the bytes of an object from `start` up to `end`, which is excluded.
   *
   * It opens the file before it first yields: a write that replaces the object meanwhile does not remove these bytes.
   */
  async readBlob(object: StoredObject, start = 0, end = object.size): Promise<Buffer> {
    const descriptor = openSync(this.#blob(object.blob), 'r');
    try {
      const data = Buffer.alloc(end - start);
      for (let filled = 0; filled < data.length; ) {
        const { bytesRead } = await read(descriptor, data, filled, data.length - filled, start + filled);
        if (bytesRead === 0) throw new Error(`Object file ${object.blob} of ${this.name} is cut short`);
        filled += bytesRead;
      }
      return data;
    } finally {
      closeSync(descriptor);
    }
  }

  /** Makes a version the latest one. It replaces the version `null` unless versioning is enabled. */
  add<T extends Version>(key: string, version: Omit<T, 'versionId'>): T {
    const enabled = this.versioning === 'Enabled';
    const added = { ...version, versionId: enabled ? newVersionId() : NULL_VERSION } as T;
    const kept = this.versions(key).filter((old) => enabled || old.versionId !== NULL_VERSION);
    this.#commit(key, [added, ...kept]);
    return added;
  }

  /** Removes one version permanently. */
  remove(key: string, versionId: string): void {
    this.#commit(
      key,
      this.versions(key).filter((version) => version.versionId !== versionId),
    );
  }

  /** Removes bucket.json first: after an interruption, the rest is no bucket. */
  delete(): void {
    rmSync(join(this.#directory, 'bucket.json'));
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #commit(key: string, versions: readonly Version[]): void {
    const before = this.versions(key);
    const file = join(this.#directory, 'keys', `${createHash('sha256').update(key).digest('hex')}.json`);
    if (versions.length > 0) writeJson(file, { key, versions });
    else rmSync(file, { force: true });
    if (before.length === 0 || versions.length === 0) this.#sorted = undefined;
    if (versions.length > 0) this.#keys.set(key, versions);
    else this.#keys.delete(key);
    const kept = blobsOf(versions);
    for (const blob of blobsOf(before)) if (!kept.has(blob)) rmSync(this.#blob(blob), { force: true });
  }

  #load(): void {
    const directory = join(this.#directory, 'keys');
    for (const name of readdirSync(directory)) {
      const file = name.endsWith('.json')
        ? readJson<{ key: string; versions: Version[] }>(join(directory, name))
        : undefined;
      if (file) this.#keys.set(file.key, file.versions);
      else rmSync(join(directory, name), { force: true });
    }
    const named = blobsOf([...this.#keys.values()].flat());
    for (const blob of readdirSync(join(this.#directory, 'blobs')))
      if (!named.has(blob)) rmSync(this.#blob(blob), { force: true });
  }

  #blob(blob: string): string {
    return join(this.#directory, 'blobs', blob);
  }

  #writeBucketFile(): void {
    writeJson(join(this.#directory, 'bucket.json'), this.#file);
  }
}

/** Compares keys by their UTF-8 bytes, as S3 does. JavaScript's order differs beyond the Basic Multilingual Plane. */
export function compareKeys(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Writes a file atomically: under a temporary name, then renamed. */
export function writeJson(file: string, value: unknown): void {
  const temporary = `${file}.${randomUUID()}.tmp`;
  writeFileSync(temporary, JSON.stringify(value), { mode: 0o600 });
  renameSync(temporary, file);
}

/** Reads a JSON file; undefined when it does not exist. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const blobsOf = (versions: readonly Version[]): Set<string> =>
  new Set(versions.flatMap((version) => (version.type === 'object' ? [version.blob] : [])));

const newVersionId = (): string => randomUUID().replaceAll('-', '');
