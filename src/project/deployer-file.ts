import type { Problem } from './problems.js';
import { isMap } from './unchecked.js';

/**
 * Converts the settings of a project file for pagarme's deployer of 2017 that still have a meaning:
 * `deploy.project_name` was the service's name, and `deploy.functions` listed the functions of every environment.
 * Adds a setting without a meaning today to `problems`. Leaves a file in today's format as it is.
 */
export function convertDeployerFile(document: unknown, problems: Problem[]): unknown {
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
