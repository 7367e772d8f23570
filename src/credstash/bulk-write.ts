import { mapConcurrently } from './concurrency.js';
import { CredstashError } from './errors.js';
import type { Reads } from './table/reads.js';
import type { Writes } from './table/writes.js';
import { storedForms, type Version } from './versions.js';
import type { PutOptions, Writer } from './writer.js';

/** What became of one value of `putAll`. */
export type PutOutcome =
  | { readonly name: string; readonly version: string }
  | { readonly name: string; readonly error: CredstashError };

/** Puts each entry; the failure of one keeps no other from being stored. */
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
 * Deletes one version, or all. The latest goes last: cut off in between, readers still find it, and never an older one.
 *
 * @returns the versions that were there, as stored, newest first
 */
export async function deleteVersions(
  reads: Reads,
  writes: Writes,
  { name, version }: { readonly name: string; readonly version: Version | undefined },
  concurrency: number,
): Promise<string[]> {
  const forms = version === undefined ? undefined : storedForms(version, name);
  const stored = (await reads.versions(name)).map((listed) => listed.version);
  const doomed = forms ? stored.filter((one) => forms.includes(one)) : stored;
  const remove = (one: string) => writes.remove(name, one);
  await mapConcurrently(doomed.slice(1), concurrency, remove);
  await mapConcurrently(doomed.slice(0, 1), 1, remove);
  return doomed;
}
