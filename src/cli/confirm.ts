import { UsageError } from '../errors.js';
import type { Environment } from '../project/index.js';

/**
 * Asks for the environment's name before a change to a protected environment, after it shows what will change.
 *
 * @param confirm the value of `--confirm`, which answers in advance
 * @param warnings a sentence for each change
 * @throws {UsageError} CONFIRMATION_NEEDED without a terminal, CONFIRMATION_WRONG for another name
 */
export async function confirmProtected(
  environment: Environment,
  confirm: string | undefined,
  warnings: readonly string[],
): Promise<void> {
  if (!environment.protected || confirm === environment.name) return;
  if (confirm !== undefined) throw wrongName(environment, confirm);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  if (!process.stdin.isTTY) {
    throw new UsageError(
      'CONFIRMATION_NEEDED',
      `Environment ${environment.name} is protected and there is no terminal to ask at. Pass --confirm ${environment.name}.`,
    );
  }
  const { default: input } = await import('@inquirer/input');
  const answer = await input(
    { message: `Type ${environment.name} to go on:` },
    { output: process.stderr, clearPromptOnDone: false },
  );
  if (answer !== environment.name) throw wrongName(environment, answer);
}

/**
 * Asks for a yes before something that cannot be undone.
 *
 * @param question what will happen, without a full stop
 * @throws {UsageError} CONFIRMATION_NEEDED without a terminal, CONFIRMATION_WRONG for anything but yes
 */
export async function confirmByYes(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError(
      'CONFIRMATION_NEEDED',
      `${question}, and there is no terminal to ask at. Pass --yes.`,
    );
  }
  const { default: input } = await import('@inquirer/input');
  const answer = await input(
    { message: `${question}. Go on? (yes/no)` },
    { output: process.stderr, clearPromptOnDone: false },
  );
  if (/^y(es)?$/i.test(answer)) return;
  throw new UsageError('CONFIRMATION_WRONG', 'Nothing was changed.');
}

function wrongName(environment: Environment, answer: string): UsageError {
  return new UsageError(
    'CONFIRMATION_WRONG',
    `"${answer}" is not the environment's name; nothing was changed. Pass --confirm ${environment.name}.`,
  );
}
