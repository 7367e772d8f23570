import { createHash } from 'node:crypto';
import { contentDigest } from './digest.js';
import { type ArtifactFile, collectFiles } from './files.js';
import { zipFiles } from './zip.js';

/** The zip, and what names it. */
export interface Artifact {
  readonly zip: Buffer;
  /** SHA-256 of the zip, base64: Lambda's CodeSha256. */
  readonly sha256: string;
  /** Of the content without the manifest, hexadecimal. */
  readonly digest: string;
  /** Object key: `<service>/<digest>.zip`. The same content has the same key. */
  readonly key: string;
  /** Of its files. */
  readonly paths: readonly string[];
}

/** File in the zip that says which commit it was first made from. */
export const MANIFEST = 'superbowleto-release.json';

export interface PackOptions {
  readonly service: string;
  readonly commit: string;
  readonly globs: readonly string[];
  /** Folders beside the packed one that links may lead into. */
  readonly lenders?: readonly string[];
}

/** Packs what the build made. The same commit gives the same bytes. */
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

/** Base64, as Lambda tells it. */
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
