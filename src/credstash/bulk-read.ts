import { mapConcurrently } from './concurrency.js';
import { CredstashError, SecretNotFound } from './errors.js';
import { verifyName } from './names.js';
import { openRow } from './open-row.js';
import { findSecret, type ReadOptions } from './reader.js';
import { decodeListed, decodeRow, type Item, type Secret } from './rows.js';
import type { Reads } from './table/reads.js';
import type { Scans } from './table/scans.js';
import type { Unwrap } from './unwrap.js';
import { compareVersions, storedForms, type Version } from './versions.js';

export interface GetAllOptions extends ReadOptions {
  /** Only these names. A secret that does not exist is a failure. */
  readonly names?: Iterable<string>;
  /** Only names that begin with this text. */
  readonly startsWith?: string;
}

/** A secret that was not read. */
export interface Failure {
  readonly name: string;
  /** The version as stored if it is known, or else as requested. */
  readonly version?: string;
  readonly error: CredstashError;
}

export interface Secrets {
  /** The secrets that could be read, sorted by name. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** The secrets that could not be read, sorted by name. */
  readonly failures: readonly Failure[];
}

export interface BulkReads {
  readonly reads: Reads;
  readonly scans: Scans;
  readonly unwrap: Unwrap;
  readonly concurrency: number;
}

/**
 * Scans the whole table once and decrypts the selected secrets: one request for each megabyte and one for each secret.
 *
 * @param version undefined selects the latest version of each secret; otherwise secrets without this version are left out
 * @throws {CredstashError} the table cannot be read to its end, so that nobody knows which secrets are missing
 */
export async function readTable(
  { scans, unwrap, concurrency }: BulkReads,
  startsWith: string,
  version: Version | undefined,
): Promise<Secrets> {
  const chosen = new Map<string, Item>();
  const supersedes = version === undefined ? isLater : precedes(storedForms(version));
  for await (const item of scans.items(startsWith)) {
    const { name } = decodeListed(item);
    if (supersedes(item, chosen.get(name))) chosen.set(name, item);
  }
  const outcomes = await mapConcurrently([...chosen.values()], concurrency, (item) =>
    outcome(decodeListed(item), async () => await openRow(decodeRow(item), unwrap)),
  );
  return collect(outcomes);
}

/** Reads each of `names` once, without scanning the table. */
export async function readNames(
  { reads, unwrap, concurrency }: BulkReads,
  names: Iterable<string>,
  version: Version | undefined,
): Promise<Secrets> {
  const requested = version === undefined ? {} : { version: String(version) };
  const outcomes = await mapConcurrently([...new Set(names)], concurrency, (name) =>
    outcome({ name, ...requested }, async () => {
      verifyName(name);
      const secret = await findSecret(reads, unwrap, name, version);
      if (secret) return secret;
      throw new SecretNotFound({ secret: name, ...requested });
    }),
  );
  return collect(outcomes);
}

type Supersedes = (item: Item, chosen: Item | undefined) => boolean;

const isLater: Supersedes = (item, chosen) =>
  !chosen || compareVersions(decodeListed(item).version, decodeListed(chosen).version) > 0;

/** Prefers the item whose version comes first in `forms`, the ways in which one version may be stored. */
function precedes(forms: readonly string[]): Supersedes {
  const rank = (item: Item) => forms.indexOf(decodeListed(item).version);
  return (item, chosen) => rank(item) >= 0 && (!chosen || rank(item) < rank(chosen));
}

type Outcome = Secret | Failure;

async function outcome(
  { name, version }: { name: string; version?: string },
  read: () => Promise<Secret>,
): Promise<Outcome> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CredstashError)) throw error;
    const known = error.version ?? version;
    return { name, ...(known === undefined ? {} : { version: known }), error };
  }
}

function collect(outcomes: Outcome[]): Secrets {
  const secrets = new Map<string, Secret>();
  const failures: Failure[] = [];
  for (const one of outcomes.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if ('error' in one) failures.push(one);
    else secrets.set(one.name, one);
  }
  return { secrets, failures };
}
