import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError, type EmulatorContext } from '../aws/service.js';
import { Bucket } from './bucket.js';
import { noSuchBucket } from './errors.js';
import { Uploads } from './uploads.js';

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const IP_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;

/** All buckets. */
export class Buckets {
  readonly #directory: string;
  readonly #buckets = new Map<string, Bucket>();

  constructor(context: Pick<EmulatorContext, 'directory'>) {
    this.#directory = join(context.directory, 'buckets');
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.#directory)) {
      const bucket = Bucket.open(this.#directory, name);
      if (bucket) this.#adopt(bucket);
      else rmSync(join(this.#directory, name), { recursive: true, force: true });
    }
  }

  #adopt(bucket: Bucket): void {
    new Uploads(bucket).sweep();
    this.#buckets.set(bucket.name, bucket);
  }

  /** Returns the buckets, sorted by name. */
  list(): Bucket[] {
    return [...this.#buckets.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  has(name: string): boolean {
    return this.#buckets.has(name);
  }

  /** Finds a bucket. @throws AwsError NoSuchBucket */
  get(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  /** Creates a bucket. @throws AwsError InvalidBucketName */
  create(name: string, now: Date): Bucket {
    if (!NAME.test(name) || IP_ADDRESS.test(name) || name.includes('..')) {
      throw new AwsError('InvalidBucketName', 400, 'The specified bucket is not valid.', {
        BucketName: name,
      });
    }
    const bucket = Bucket.create(this.#directory, name, now);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /**
   * Deletes a bucket.
   *
   * @throws AwsError NoSuchBucket; BucketNotEmpty, also for versions and delete markers that a listing does not show
   */
  delete(name: string): void {
    const bucket = this.get(name);
    if (bucket.keys().length > 0) {
      throw new AwsError('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', {
        BucketName: name,
      });
    }
    this.#buckets.delete(name);
    bucket.delete();
  }
}
