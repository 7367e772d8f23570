import type { Secrets } from '../../credstash/index.js';
import { SuperbowletoError, UsageError } from '../../errors.js';
import { valuesOf } from './credstash-command.js';
import { variableName, variables } from './formats/index.js';
import { withoutPrefix } from './names.js';

export interface CommandLine {
  /** What stands before `--`. */
  readonly own: string[];
  /** What stands behind it. */
  readonly command: string[];
}

/** @throws {UsageError} COMMAND_MISSING */
export function splitCommandLine(argv: readonly string[]): CommandLine {
  const dashes = argv.indexOf('--');
  const command = dashes < 0 ? [] : argv.slice(dashes + 1);
  if (command.length > 0) return { own: argv.slice(0, dashes), command };
  throw new UsageError(
    'COMMAND_MISSING',
    'There is no command. Put it behind --: sbw credstash exec local -- env',
  );
}

export interface Exports {
  readonly values: Readonly<Record<string, string>>;
  /** Why a variable that was expected is not there, a sentence each. */
  readonly missing: readonly string[];
}

/**
 * The variables of the secrets below a prefix.
 *
 * @param expected names of variables that the command cannot do without
 * @throws {UsageError} VARIABLE_COLLISION, NO_VARIABLE, NOT_REPRESENTABLE
 */
export function exportsOf(
  { secrets, failures }: Secrets,
  prefix: string,
  expected: readonly string[],
): Exports {
  const values = variables(withoutPrefix(valuesOf(secrets), prefix));
  for (const [name, value] of values) verifyNoNul(name, value);
  const unreadable = failures.map(({ name, error }) => ({
    variable: variableName(name.slice(prefix.length)),
    why: error.message,
  }));
  const named = new Set(unreadable.map(({ variable }) => variable));
  const absent = expected.filter((variable) => !values.has(variable) && !named.has(variable));
  return {
    values: Object.fromEntries(values),
    missing: [
      ...unreadable.map(({ variable, why }) => `${variable} is missing: ${why}`),
      ...absent.map((variable) => `${variable} is missing: no secret below "${prefix}" becomes it.`),
    ],
  };
}

/** @throws {SuperbowletoError} VARIABLE_MISSING with all of them */
export function verifyComplete({ missing }: Exports): void {
  if (missing.length > 0) {
    throw new SuperbowletoError('VARIABLE_MISSING', `${missing.join('\n')}\nThe command was not run.`);
  }
}

function verifyNoNul(name: string, value: string): void {
  if (!value.includes('\0')) return;
  throw new UsageError('NOT_REPRESENTABLE', `${name}: an environment variable cannot carry a NUL.`);
}
