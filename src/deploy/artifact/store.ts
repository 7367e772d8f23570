import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { SuperbowletoError } from '../../errors.js';
import type { Environment } from '../../project/index.js';
import type { Artifact } from './artifact.js';

/** Tells, in an object's metadata, which bytes sbw stored. */
const OWN = 'sbw-sha256';

/** An artifact in the bucket. */
export interface StoredArtifact {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of the stored zip, base64: what Lambda will say it runs. */
  readonly sha256: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Puts an artifact into the environment's bucket, once: what sbw stored at its key already has the same content, and
 * that one is used. It may be another zip of it, from another zlib or an earlier commit. S3 takes nothing whose bytes
 * are not those of the checksum, so that half an upload is never there.
 *
 * @throws {SuperbowletoError} ARTIFACT_NOT_STORED, also when something else lies at the key
 */
export async function storeArtifact(
  s3: S3Client,
  { bucket, account }: Pick<Environment, 'bucket' | 'account'>,
  artifact: Artifact,
): Promise<StoredArtifact> {
  const { key, sha256, digest, zip } = artifact;
  const place = { Bucket: bucket, Key: key, ExpectedBucketOwner: account };
  try {
    await s3.send(
      new PutObjectCommand({
        ...place,
        Body: zip,
        ContentType: 'application/zip',
        // One atomic create: of two deploys of the same content, one wins.
        IfNoneMatch: '*',
        // Both: by the value alone, stores other than AWS's keep no checksum.
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

/** The artifact as it lies in the bucket, if it is what sbw stored there. It may be another zip of the same content. */
export async function findStored(
  s3: S3Client,
  { bucket, account }: Pick<Environment, 'bucket' | 'account'>,
  { key, digest, sha256 }: Pick<Artifact, 'key' | 'digest' | 'sha256'>,
): Promise<StoredArtifact | undefined> {
  const place = { Bucket: bucket, Key: key, ExpectedBucketOwner: account };
  try {
    const head = await s3.send(new HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' }));
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
