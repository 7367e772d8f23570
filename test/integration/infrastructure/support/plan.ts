/** The part of `terraform show -json` that the tests read, for a plan or a state. */
export interface Shown {
  readonly planned_values?: { readonly root_module: Module };
  readonly values?: { readonly root_module: Module };
}

export interface Resource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly index?: string;
  /** In a state: its creation failed halfway. */
  readonly tainted?: boolean;
  /** In a plan, without the values that are known only after the apply. */
  readonly values: Readonly<Record<string, unknown>>;
}

interface Module {
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly Module[];
}

/** Returns the resources that Terraform creates, without data sources. */
export function managed(shown: Shown): Resource[] {
  const root = (shown.planned_values ?? shown.values)?.root_module;
  const flatten = (module: Module): Resource[] => [
    ...(module.resources ?? []),
    ...(module.child_modules ?? []).flatMap(flatten),
  ];
  return root ? flatten(root).filter(({ mode }) => mode === 'managed') : [];
}

/** Returns the resources of one type by their `for_each` key, or '' without one. */
export function byKey(resources: readonly Resource[], type: string): Map<string, Resource> {
  return new Map(
    resources
      .filter((resource) => resource.type === type)
      .map((resource) => [resource.index ?? '', resource]),
  );
}

/**
 * Returns the attributes, as `type.attribute`, in which the same resources of live and sandbox differ by more than the
 * environment's name.
 */
export function differences(live: readonly Resource[], sandbox: readonly Resource[]): string[] {
  const found = new Set<string>();
  for (const { address, type, values = {} } of live) {
    const other = sandbox.find((resource) => resource.address === address)?.values ?? {};
    for (const name of new Set([...Object.keys(values), ...Object.keys(other)])) {
      if (nameless(values[name]) !== nameless(other[name])) found.add(`${type}.${name}`);
    }
  }
  return [...found].sort();
}

function nameless(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/\b(live|sandbox)\b/g, 'environment');
}
