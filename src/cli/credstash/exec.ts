import type { Secrets } from '../../credstash/index.js';
import { SuperbowletoError, UsageError } from '../../errors.js';
import { valuesOf } from './credstash-command.js';
import { NUL_IN_VARIABLE, variableName, variables } from './formats/index.js';
import { nameBelow, withoutPrefix } from './names.js';

export interface CommandLine {
  /** The arguments before `--`. */
  readonly own: string[];
  /** The arguments after `--`. */
  readonly command: string[];
}

/**
 * Splits the command line at the first `--`.
 *
 * @throws {UsageError} COMMAND_MISSING: nothing follows `--`, or there is no `--`
 */
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
  /** One sentence for each missing variable: why it is missing. */
  readonly missing: readonly string[];
}

/**
 * Returns the environment variables for the secrets below a prefix.
 *
 * @param expected names of the variables that the command needs
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
    variable: variableName(nameBelow(prefix, name) ?? name),
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

/**
 * Throws unless every variable is there.
 *
 * @throws {SuperbowletoError} VARIABLE_MISSING, with all missing variables
 */
export function verifyComplete({ missing }: Exports): void {
  if (missing.length > 0) {
    throw new SuperbowletoError('VARIABLE_MISSING', `${missing.join('\n')}\nThe command was not run.`);
  }
}

function verifyNoNul(name: string, value: string): void {
  if (!value.includes('\0')) return;
  throw new UsageError('NOT_REPRESENTABLE', `${name}: ${NUL_IN_VARIABLE}`);
}
