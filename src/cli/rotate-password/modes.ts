import { UsageError } from '../../errors.js';
import type { Environment } from '../../project/index.js';
import {
  abortRotation,
  initPassword,
  type RotateOptions,
  type Rotation,
  type RotationState,
  readRotation,
  reconcilePassword,
  rotatePassword,
} from '../../rotation/index.js';
import { confirmProtected } from '../confirm.js';
import { askHidden, readSecretText } from '../secret-value.js';

/** The parsed flags that select what `sbw rotate-password` does to an environment. */
export interface RotationFlags {
  readonly 'dry-run': boolean;
  readonly abort: boolean;
  readonly reconcile: boolean;
  readonly init: boolean;
  readonly confirm?: string | undefined;
}

/** Runs the mode that the flags select on one environment's password. Asks for confirmation if it is protected. */
export async function rotateAs(
  flags: RotationFlags,
  environment: Environment,
  options: RotateOptions,
): Promise<Rotation | RotationState> {
  if (flags['dry-run']) return await readRotation(options);
  const warning = `This changes the database password of ${environment.name}.`;
  await confirmProtected(environment, flags.confirm, [warning]);
  if (flags.abort) return await abortRotation(options);
  if (flags.reconcile) return await reconcilePassword(options);
  if (flags.init) return await initPassword(options, readFirstPassword);
  return await rotatePassword(options);
}

/**
 * Asks for the password at a terminal, without showing it. Reads all of standard input where that is no terminal, less
 * the last line's end.
 *
 * @throws {UsageError} VALUE_MISSING
 */
async function readFirstPassword(): Promise<string> {
  const isTyped = process.stdin.isTTY;
  const value = isTyped
    ? await askHidden('Password that the database has (not shown):')
    : await readSecretText('-');
  const password = value.replace(/\r?\n$/, '');
  if (password !== '') return password;
  throw new UsageError(
    'VALUE_MISSING',
    isTyped
      ? 'Nothing was typed; nothing was stored.'
      : 'There is no password on standard input. Type it at a terminal, or: sbw rotate-password ENVIRONMENT --init < FILE',
  );
}

/**
 * Returns the names of the environments to rotate. Has no default, so that no password is rotated by accident.
 *
 * @throws {UsageError} ENVIRONMENT_UNCLEAR
 */
export function chosenEnvironments(
  argument: string | undefined,
  flags: { readonly env?: string | undefined; readonly all: boolean },
  every: readonly string[],
): readonly string[] {
  const name = argument ?? flags.env;
  if (flags.all && name === undefined) return every;
  if (!flags.all && name !== undefined && (flags.env ?? name) === name) return [name];
  throw new UsageError(
    'ENVIRONMENT_UNCLEAR',
    'Name one environment: sbw rotate-password ENVIRONMENT, or all of them by --all',
  );
}
