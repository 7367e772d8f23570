import type { Credstash, Failure } from '../../credstash/index.js';
import { table } from '../../report.js';

/** A wanted secret, compared with the stored one. */
export interface Change {
  readonly name: string;
  readonly state: 'new' | 'changed' | 'same';
  /** The version that was stored; undefined where none was. */
  readonly version?: string;
}

export interface Changes {
  readonly changes: readonly Change[];
  readonly failures: readonly Pick<Failure, 'name' | 'error'>[];
}

/** Compares the wanted values with the latest ones. A stored secret that cannot be read is a failure, and never overwritten. */
export async function compareSecrets(
  credstash: Pick<Credstash, 'getMany'>,
  wanted: ReadonlyMap<string, string>,
): Promise<Changes> {
  const { secrets, failures } = await credstash.getMany(wanted.keys());
  const unreadable = failures.filter(({ error }) => error.code !== 'SECRET_NOT_FOUND');
  const unknown = new Set(unreadable.map(({ name }) => name));
  const names = [...wanted.keys()].filter((name) => !unknown.has(name)).sort();
  return {
    changes: names.map((name) => {
      const present = secrets.get(name);
      if (!present) return { name, state: 'new' };
      return { name, state: present.value === wanted.get(name) ? 'same' : 'changed' };
    }),
    failures: unreadable,
  };
}

/** Returns the names of the new and the changed secrets. */
export function namesToStore({ changes }: Changes): string[] {
  return changes.filter(({ state }) => state !== 'same').map(({ name }) => name);
}

/** Stores each new or changed secret as its next version. A second run stores nothing again. */
export async function storeChanges(
  credstash: Pick<Credstash, 'putAll'>,
  wanted: ReadonlyMap<string, string>,
  compared: Changes,
  comment: string,
): Promise<Changes> {
  const { changes, failures } = compared;
  const entries = Object.fromEntries(namesToStore(compared).map((name) => [name, wanted.get(name) ?? '']));
  const versions = new Map<string, string>();
  const refused: Changes['failures'][number][] = [];
  for (const outcome of await credstash.putAll(entries, { comment })) {
    if ('error' in outcome) refused.push(outcome);
    else versions.set(outcome.name, outcome.version);
  }
  const done = changes.flatMap((change) => {
    const version = versions.get(change.name);
    if (change.state === 'same') return [change];
    return version === undefined ? [] : [{ ...change, version }];
  });
  return { changes: done, failures: [...failures, ...refused] };
}

export function describeChanges(changes: readonly Change[]): string {
  return table(changes.map(({ name, state, version }) => [state, name, version ?? '']));
}
