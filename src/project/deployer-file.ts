import type { Problem } from './problems.js';

/**
 * Reads a file as pagarme's deployer took it in 2017 as one of today, as far as it says the same:
 * `deploy.project_name` was the service's name, `deploy.functions` the functions of every environment, and a list.
 * What has no place today is told in `problems`.
 */
export function readFormer(document: unknown, problems: Problem[]): unknown {
  if (!isMap(document) || !isMap(document.deploy)) return document;
  const { project_name, functions, ...deploy } = document.deploy;
  return {
    ...(project_name === undefined ? {} : { service: project_name }),
    ...document,
    deploy,
    ...('scm' in document ? { scm: withoutRef(document.scm, problems) } : {}),
    ...(functions === undefined ? {} : { environment: withFunctions(document.environment, functions) }),
  };
}

type LooseMap = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is LooseMap {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function withoutRef(scm: unknown, problems: Problem[]): unknown {
  if (!isMap(scm) || !('ref' in scm)) return scm;
  const { ref, ...rest } = scm;
  problems.push({
    path: ['scm', 'ref'],
    text: `has no place here; each deploy names it: --ref ${ref}`,
    atKey: true,
  });
  return rest;
}

function withFunctions(environment: unknown, functions: unknown): unknown {
  if (!isMap(environment)) return environment;
  return Object.fromEntries(
    Object.entries(environment).map(([name, settings]) => [
      name,
      isMap(settings) || settings === null ? { functions, ...settings } : settings,
    ]),
  );
}
