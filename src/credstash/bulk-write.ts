import { mapConcurrently } from './concurrency.js';
import { CredstashError } from './errors.js';
import type { Reads } from './table/reads.js';
import type { Writes } from './table/writes.js';
import { storedForms, type Version } from './versions.js';
import type { PutOptions, Writer } from './writer.js';

/** The outcome of `putAll` for one value. */
export type PutOutcome =
  | { readonly name: string; readonly version: string }
  | { readonly name: string; readonly error: CredstashError };

/** Puts each entry. A failure of one entry does not stop the others. */
export async function putEntries(
  { put }: Writer,
  entries: Readonly<Record<string, string>>,
  options: PutOptions,
  concurrency: number,
): Promise<PutOutcome[]> {
  return await mapConcurrently(Object.entries(entries), concurrency, async ([name, value]) => {
    try {
      return { name, ...(await put(name, value, options)) };
    } catch (error) {
      if (error instanceof CredstashError) return { name, error };
      throw error;
    }
  });
}

/**
 * Deletes one version, or all. Deletes the latest version last: after an interruption, readers still find the latest
 * version and never an older one.
 *
 * @returns the deleted versions as stored, newest first
 */
export async function deleteVersions(
  reads: Reads,
  writes: Writes,
  { name, version }: { readonly name: string; readonly version: Version | undefined },
  concurrency: number,
): Promise<string[]> {
  const forms = version === undefined ? undefined : storedForms(version, name);
  const stored = (await reads.versions(name)).map((listed) => listed.version);
  const versions = forms ? stored.filter((one) => forms.includes(one)) : stored;
  const remove = (one: string) => writes.remove(name, one);
  await mapConcurrently(versions.slice(1), concurrency, remove);
  await mapConcurrently(versions.slice(0, 1), 1, remove);
  return versions;
}
