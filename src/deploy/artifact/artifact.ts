import { createHash } from 'node:crypto';
import { contentDigest } from './digest.js';
import { type ArtifactFile, collectFiles } from './files.js';
import { zipFiles } from './zip.js';

/** A zip, and what identifies it. */
export interface Artifact {
  readonly zip: Buffer;
  /** SHA-256 of the zip, base64: Lambda's CodeSha256. */
  readonly sha256: string;
  /** Digest of the content without the manifest, hexadecimal. */
  readonly digest: string;
  /** Object key: `<service>/<digest>.zip`. The same content has the same key. */
  readonly key: string;
  /** Paths of its files, without the manifest. */
  readonly paths: readonly string[];
}

/** An artifact, and the names of its migrations when the build listed them. */
export interface MadeArtifact extends Artifact {
  readonly migrations?: readonly string[] | undefined;
}

/** File in the zip that names the commit that it was first made from. */
export const MANIFEST = 'superbowleto-release.json';

export interface PackOptions {
  readonly service: string;
  readonly commit: string;
  readonly globs: readonly string[];
  /** Other folders that symbolic links may point into. */
  readonly lenders?: readonly string[];
}

/**
 * Packs the output of a build. The same commit gives the same bytes.
 *
 * @throws {SuperbowletoError} ARTIFACT_EMPTY, ARTIFACT_LINK, ARTIFACT_FILE
 */
export async function packArtifact(folder: string, options: PackOptions): Promise<Artifact> {
  const { service, commit, globs, lenders } = options;
  const files = (await collectFiles(folder, globs, lenders)).filter(({ path }) => path !== MANIFEST);
  const digest = contentDigest(files);
  const zip = await zipFiles([...files, manifest({ service, commit, digest })]);
  return {
    zip,
    sha256: sha256Of(zip),
    digest,
    key: `${service}/${digest}.zip`,
    paths: files.map(({ path }) => path),
  };
}

/** Returns the SHA-256 in base64, as Lambda does. */
export function sha256Of(zip: Buffer): string {
  return createHash('sha256').update(zip).digest('base64');
}

function manifest(content: Readonly<Record<string, string>>): ArtifactFile {
  return {
    path: MANIFEST,
    executable: false,
    content: Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`),
  };
}
