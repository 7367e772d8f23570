import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { SuperbowletoError } from '../../errors.js';
import type { Environment } from '../../project/index.js';
import type { Artifact } from './artifact.js';

/** Metadata of an object: the SHA-256 of the bytes that sbw stored. */
const OWN = 'sbw-sha256';

/** An artifact as it is stored in the bucket. */
export interface StoredArtifact {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of the stored zip, base64: Lambda's CodeSha256 once it runs it. */
  readonly sha256: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Stores an artifact in the environment's bucket, unless sbw has stored the same content there already. That zip may have
 * other bytes, from another zlib or an earlier commit. S3 rejects bytes that do not match the checksum, so that no
 * partial upload is ever stored.
 *
 * @returns the artifact in the bucket: the new one, or the earlier one with the same content
 * @throws {SuperbowletoError} ARTIFACT_NOT_STORED, also when the key has an object that sbw did not store
 */
export async function storeArtifact(
  s3: S3Client,
  { bucket, account }: Pick<Environment, 'bucket' | 'account'>,
  artifact: Artifact,
): Promise<StoredArtifact> {
  const { key, sha256, digest, zip } = artifact;
  const object = { Bucket: bucket, Key: key, ExpectedBucketOwner: account };
  try {
    await s3.send(
      new PutObjectCommand({
        ...object,
        Body: zip,
        ContentType: 'application/zip',
        // One atomic create: of two deploys that store the same content, one wins.
        IfNoneMatch: '*',
        // Both, because S3-compatible stores keep no checksum when only its value is given.
        ChecksumAlgorithm: 'SHA256',
        ChecksumSHA256: sha256,
        Metadata: { [OWN]: sha256 },
      }),
    );
    return { bucket, key, sha256, digest, size: zip.length };
  } catch (error) {
    if (Object(error).name !== 'PreconditionFailed') throw notStored(bucket, key, error);
  }
  const stored = await findStored(s3, { bucket, account }, artifact).catch((error) => {
    throw notStored(bucket, key, error);
  });
  if (stored) return stored;
  throw new SuperbowletoError(
    'ARTIFACT_NOT_STORED',
    `s3://${bucket}/${key} is there, but is not what sbw stored. Delete it and deploy again.`,
  );
}

/** Finds the artifact in the bucket; undefined unless sbw stored it. It may be another zip of the same content. */
export async function findStored(
  s3: S3Client,
  { bucket, account }: Pick<Environment, 'bucket' | 'account'>,
  { key, digest, sha256 }: Pick<Artifact, 'key' | 'digest' | 'sha256'>,
): Promise<StoredArtifact | undefined> {
  const object = { Bucket: bucket, Key: key, ExpectedBucketOwner: account };
  try {
    const head = await s3.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
    const found = head.ChecksumSHA256;
    if (found === undefined || ![sha256, head.Metadata?.[OWN]].includes(found)) return undefined;
    return { bucket, key, digest, sha256: found, size: head.ContentLength ?? 0 };
  } catch (error) {
    if (Object(error).$metadata?.httpStatusCode === 404) return undefined;
    throw error;
  }
}

function notStored(bucket: string, key: string, error: unknown): SuperbowletoError {
  const { name, message } = Object(error) as Error;
  const text = `The artifact could not be stored as s3://${bucket}/${key}: ${name}: ${message}`;
  return new SuperbowletoError('ARTIFACT_NOT_STORED', text, { cause: error });
}
