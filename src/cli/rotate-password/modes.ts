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

/** What `sbw rotate-password` does to one environment; the modes exclude each other. */
export interface RotationFlags {
  readonly 'dry-run': boolean;
  readonly abort: boolean;
  readonly reconcile: boolean;
  readonly init: boolean;
  readonly confirm?: string | undefined;
}

/** Does with one environment's password what the flags say, once it is confirmed where it has to be. */
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

/** Hidden at a terminal, or the whole of standard input but for the end of its line. */
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

/** No default: a password is never rotated by accident. @throws {UsageError} ENVIRONMENT_UNCLEAR */
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
