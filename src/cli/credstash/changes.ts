import type { Credstash, Failure } from '../../credstash/index.js';
import { table } from '../../report.js';

/** A secret that is wanted somewhere, beside what is there. */
export interface Change {
  readonly name: string;
  readonly state: 'new' | 'changed' | 'same';
  /** As stored; undefined where nothing was. */
  readonly version?: string;
}

export interface Changes {
  readonly changes: readonly Change[];
  readonly failures: readonly Pick<Failure, 'name' | 'error'>[];
}

/** Compares the wanted values with the latest ones. What is there but cannot be read is a failure, never overwritten. */
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

/** Stores each new or changed secret as its next version. Doing it again stores nothing twice. */
export async function storeChanges(
  credstash: Pick<Credstash, 'putAll'>,
  wanted: ReadonlyMap<string, string>,
  { changes, failures }: Changes,
  comment: string,
): Promise<Changes> {
  const due = changes.filter(({ state }) => state !== 'same').map(({ name }) => name);
  const entries = Object.fromEntries(due.map((name) => [name, wanted.get(name) ?? '']));
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
