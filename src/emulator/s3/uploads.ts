import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bucket, compareKeys, readJson, type StoredObject, writeJson } from './bucket.js';
import type { Checksum, ChecksumAlgorithm } from './checksums.js';
import { noSuchUpload } from './errors.js';

/** A multipart upload in progress, with the headers and metadata of the later object. */
export interface Upload extends Pick<StoredObject, 'headers' | 'metadata'> {
  readonly uploadId: string;
  readonly key: string;
  /** ISO 8601. */
  readonly initiated: string;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: Checksum['type'] };
}

export interface Part {
  /** 1 to 10000. */
  readonly number: number;
  /** Name of the file with the bytes, in the upload's folder. */
  readonly file: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModified: string;
  readonly checksum?: Checksum;
}

const UPLOAD_ID = /^[0-9a-f-]{36}$/;

/** The multipart uploads of one bucket. Each has a folder with a JSON file for each part, written after its bytes. */
export class Uploads {
  readonly #directory: string;

  constructor(bucket: Bucket) {
    this.#directory = bucket.uploadsDirectory;
  }

  /** Removes folders that an interrupted creation or removal left. */
  sweep(): void {
    for (const uploadId of readdirSync(this.#directory))
      if (!existsSync(this.#path(uploadId, 'upload.json'))) this.remove(uploadId);
  }

  create(upload: Omit<Upload, 'uploadId'>): Upload {
    const created = { ...upload, uploadId: randomUUID() };
    mkdirSync(join(this.#directory, created.uploadId), { mode: 0o700 });
    writeJson(this.#path(created.uploadId, 'upload.json'), created);
    return created;
  }

  /** Finds an upload. @throws AwsError NoSuchUpload, also for an upload of another key */
  get(uploadId: string, key: string): Upload {
    const upload = UPLOAD_ID.test(uploadId)
      ? readJson<Upload>(this.#path(uploadId, 'upload.json'))
      : undefined;
    if (upload?.key !== key) throw noSuchUpload(uploadId);
    return upload;
  }

  /** Returns the uploads, sorted by key, then by time. */
  list(): Upload[] {
    const uploads = readdirSync(this.#directory).flatMap(
      (uploadId) => readJson<Upload>(this.#path(uploadId, 'upload.json')) ?? [],
    );
    return uploads.sort(
      (left, right) => compareKeys(left.key, right.key) || compareKeys(left.initiated, right.initiated),
    );
  }

  /** Stores a part. It replaces an earlier part of the same number. */
  async putPart(upload: Upload, data: Buffer, part: Omit<Part, 'file' | 'size'>): Promise<Part> {
    const file = randomUUID();
    await writeFile(this.#path(upload.uploadId, file), data, { mode: 0o600 });
    this.get(upload.uploadId, upload.key);
    const description = `${String(part.number).padStart(5, '0')}.part.json`;
    const before = readJson<Part>(this.#path(upload.uploadId, description));
    const stored = { ...part, file, size: data.length };
    writeJson(this.#path(upload.uploadId, description), stored);
    if (before) rmSync(this.#path(upload.uploadId, before.file), { force: true });
    return stored;
  }

  /** Returns the stored parts, sorted by number. */
  parts(upload: Upload): Part[] {
    return readdirSync(join(this.#directory, upload.uploadId))
      .filter((name) => name.endsWith('.part.json'))
      .sort()
      .flatMap((name) => readJson<Part>(this.#path(upload.uploadId, name)) ?? []);
  }

  readPart(upload: Upload, part: Part): Promise<Buffer> {
    return readFile(this.#path(upload.uploadId, part.file));
  }

  /** Removes upload.json first: after an interruption, the rest is no upload. */
  remove(uploadId: string): void {
    rmSync(this.#path(uploadId, 'upload.json'), { force: true });
    rmSync(join(this.#directory, uploadId), { recursive: true, force: true });
  }

  #path(uploadId: string, name: string): string {
    return join(this.#directory, uploadId, name);
  }
}
