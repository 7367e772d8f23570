import { UsageError } from '../errors.js';
import { deployedName } from './names.js';
import { didYouMean } from './spelling.js';
import type { Environment, Project } from './types.js';

/** A function as it is deployed in one environment. */
export interface DeployedFunction {
  /** Its name in the project file. */
  readonly name: string;
  /** `<environment>-<service>-<name>` */
  readonly functionName: string;
  /** Its timeout in seconds. */
  readonly timeout: number;
}

/** Lists the functions of an environment, in the order of the project file. */
export function deployedFunctions(project: Project, environment: Environment): DeployedFunction[] {
  return environment.functions.flatMap((name) => {
    const definition = project.functions[name];
    if (!definition) return [];
    return [{ name, functionName: deployedName(project, environment, name), timeout: definition.timeout }];
  });
}

/**
 * Finds a function of an environment by its name or its deployed name.
 *
 * @throws {UsageError} UNKNOWN_FUNCTION, with the names that exist
 * @example
 * deployedFunction(project, environment, 'create-boleto').functionName // 'live-superbowleto-create-boleto'
 */
export function deployedFunction(project: Project, environment: Environment, name: string): DeployedFunction {
  const all = deployedFunctions(project, environment);
  const found = all.find((one) => one.name === name || one.functionName === name);
  if (found) return found;
  const names = all.map((one) => one.name);
  const known = didYouMean(name, names) || `; there is ${names.join(', ')}.`;
  const text = `Environment ${environment.name} has no function "${name}" in ${project.file}${known}`;
  throw new UsageError('UNKNOWN_FUNCTION', text);
}
