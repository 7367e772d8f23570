import { checkChat } from './chat-checks.js';
import { deployedName } from './names.js';
import type { Path, Problem } from './problems.js';
import { entriesOf, listOf, mapOf, type Unchecked, unknown } from './unchecked.js';

/** Checks what one part of the file says about another. The file may have other mistakes, so any part may be missing. */
export function crossCheck(document: unknown): Problem[] {
  const file = mapOf(document);
  return [
    ...checkDefaultEnvironment(file),
    ...checkEnvironments(file),
    ...checkTriggers(file),
    ...checkRoutes(file),
    ...checkBucketsAndRegions(file),
    ...checkChat(file),
  ];
}

function checkDefaultEnvironment(file: Unchecked): Problem[] {
  const name = file.default_environment;
  const environments = mapOf(file.environment);
  if (typeof name !== 'string') return [];
  const path = ['default_environment'];
  if (!(name in environments)) {
    return [{ path, text: unknown(name, 'environment', Object.keys(environments)) }];
  }
  if (!isProtected(name, mapOf(environments[name]).protected)) return [];
  return [{ path, text: `${name} is protected and never a default; name another, or leave out "protected"` }];
}

/** Returns the setting `protected` of an environment. Default: true for `live`, false for every other. */
export function isProtected(name: string, setting: unknown): boolean {
  return typeof setting === 'boolean' ? setting : name === 'live';
}

const LONGEST_FUNCTION_NAME = 64;

function checkEnvironments(file: Unchecked): Problem[] {
  const functions = Object.keys(mapOf(file.functions));
  return entriesOf(file.environment).flatMap(([environment, { functions: listed }]) => {
    const path = ['environment', environment, 'functions'];
    const names = listed === undefined ? functions : listOf(listed);
    return [
      ...listOf(listed).flatMap((name, index) => checkListed(name, index, names, functions, path)),
      ...names.flatMap((name) =>
        checkLength(
          deployedName({ service: String(file.service) }, { name: environment }, String(name)),
          path.slice(0, 2),
        ),
      ),
    ];
  });
}

function checkListed(
  name: unknown,
  index: number,
  names: readonly unknown[],
  functions: readonly string[],
  path: Path,
): Problem[] {
  if (typeof name !== 'string') return [];
  if (names.indexOf(name) !== index) return [{ path: [...path, index], text: `${name} is there twice` }];
  if (functions.includes(name)) return [];
  return [{ path: [...path, index], text: unknown(name, 'function', functions) }];
}

function checkLength(deployed: string, path: Path): Problem[] {
  if (deployed.length <= LONGEST_FUNCTION_NAME) return [];
  return [
    {
      path,
      atKey: true,
      text: `${deployed} has ${deployed.length} characters; Lambda takes names of ${LONGEST_FUNCTION_NAME} at most`,
    },
  ];
}

function checkTriggers(file: Unchecked): Problem[] {
  const queues = mapOf(file.queues);
  const consumers = new Map<string, string>();
  return entriesOf(file.functions).flatMap(([name, { trigger, timeout }]): Problem[] => {
    const { queue } = mapOf(trigger);
    if (typeof queue !== 'string') return [];
    const path = ['functions', name, 'trigger', 'queue'];
    if (!(queue in queues)) return [{ path, text: unknown(queue, 'queue', Object.keys(queues)) }];
    const consumer = consumers.get(queue);
    if (consumer) return [{ path, text: `${queue} is taken by ${consumer} already` }];
    consumers.set(queue, name);
    return checkVisibility(queue, mapOf(queues[queue]).visibility_timeout, name, timeout);
  });
}

/** Lambda refuses a visibility timeout below the function's timeout. AWS recommends six times it, for retries. */
function checkVisibility(queue: string, visibility: unknown, name: string, timeout: unknown): Problem[] {
  if (typeof visibility !== 'number' || typeof timeout !== 'number' || visibility >= 6 * timeout) return [];
  return [
    {
      path: ['queues', queue, 'visibility_timeout'],
      text: `must be at least ${6 * timeout}, six times the timeout of ${name}, not ${visibility}`,
    },
  ];
}

function checkRoutes(file: Unchecked): Problem[] {
  const owners = new Map<string, string>();
  return entriesOf(file.functions).flatMap(([name, { trigger }]) =>
    routesOf(mapOf(trigger)).flatMap(({ route, path }): Problem[] => {
      const same = route.replace(/\{[^}+]*\}/g, '{}').replace(/\{[^}]*\+\}/g, '{+}');
      const owner = owners.get(same);
      owners.set(same, owner ?? name);
      if (owner === undefined) return [];
      const text = owner === name ? `${route} is there twice` : `${route} is ${owner}'s already`;
      return [{ path: ['functions', name, 'trigger', ...path], text }];
    }),
  );
}

function routesOf({ route, routes, open_routes }: Unchecked): { route: string; path: Path }[] {
  const inList = (list: unknown, setting: string) =>
    listOf(list).map((item, index) => ({ route: item, path: [setting, index] }));
  return [
    { route, path: ['route'] },
    ...inList(routes, 'routes'),
    ...inList(open_routes, 'open_routes'),
  ].filter((found): found is { route: string; path: (string | number)[] } => typeof found.route === 'string');
}

/** Each environment has a bucket and a region of its own, or the section `deploy` has one for all. */
function checkBucketsAndRegions(file: Unchecked): Problem[] {
  const deploy = mapOf(file.deploy);
  return entriesOf(file.environment).flatMap(([environment, settings]) =>
    ['s3_bucket', 'region'].flatMap((setting): Problem[] =>
      setting in settings || setting in deploy
        ? []
        : [
            {
              path: ['environment', environment, setting],
              text: `is missing; give it here or as deploy.${setting}`,
            },
          ],
    ),
  );
}
