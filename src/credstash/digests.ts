/** The digests that every reader of the format knows, under the names that the format uses. */
export const DIGESTS = ['SHA', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'MD5'] as const;
export type Digest = (typeof DIGESTS)[number];

export const DEFAULT_DIGEST: Digest = 'SHA256';

/** OpenSSL's name for each digest, by the spellings that existing writers use. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  SHA: 'sha1',
  SHA1: 'sha1',
  SHA224: 'sha224',
  SHA256: 'sha256',
  SHA384: 'sha384',
  SHA512: 'sha512',
  MD5: 'md5',
  RIPEMD: 'ripemd160',
  RIPEMD160: 'ripemd160',
};

export function isDigest(digest: string): digest is Digest {
  return (DIGESTS as readonly string[]).includes(digest);
}

/** Returns OpenSSL's name of a digest in any spelling of a writer; undefined for an unknown digest. */
export function findAlgorithm(digest: string): string | undefined {
  return ALGORITHMS[digest.toUpperCase().replaceAll('-', '')];
}
