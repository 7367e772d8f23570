import { UsageError } from '../errors.js';
import type { Report } from '../report.js';
import { type Input, readInput, readReference } from './input.js';

/**
 * Reads the secret that a person wants to store. `@FILE` is the content of a file and `-` is standard input, both to
 * the last byte. Without an argument it asks at a terminal and does not show what is typed; without a terminal it
 * reads standard input, which must not be empty. Any other argument is the secret itself. It reports a warning then,
 * because other users of the machine see arguments in `ps`.
 *
 * @throws {UsageError} VALUE_MISSING, VALUE_NOT_TEXT, FILE_UNREADABLE
 */
export async function readSecretValue(argument: string | undefined, report: Report): Promise<string> {
  if (argument === undefined && process.stdin.isTTY) return await askForSecretValue();
  if (argument === undefined) return verifyGiven(await readSecretText('-'), 'Standard input is empty');
  const input = await readReference(argument);
  if (input) return textOf(input);
  report('Warning: a value on the command line is seen in the process list and kept in the shell history.');
  report('Give it on standard input or as @FILE instead.');
  return argument;
}

/**
 * Asks for a secret at the terminal, without showing what is typed.
 *
 * @throws {UsageError} VALUE_MISSING when there is no terminal, or nothing was typed
 */
export async function askForSecretValue(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError(
      'VALUE_MISSING',
      'There is no terminal to ask at. Give the value on standard input (… | sbw credstash put NAME) or as @FILE.',
    );
  }
  return verifyGiven(await askHidden('Value (not shown):'), 'Nothing was typed');
}

/** Asks at the terminal, without showing what is typed. @param question ends with a colon */
export async function askHidden(question: string): Promise<string> {
  const { default: password } = await import('@inquirer/password');
  return await password({ message: question }, { output: process.stderr });
}

/** Reads the text of a file, or of standard input for `-`. @throws {UsageError} VALUE_NOT_TEXT, FILE_UNREADABLE */
export async function readSecretText(path: string): Promise<string> {
  return textOf(await readInput(path));
}

/** Refuses an empty secret: Enter pressed too early, or a command before the pipe that failed. */
function verifyGiven(value: string, otherwise: string): string {
  if (value !== '') return value;
  throw new UsageError(
    'VALUE_MISSING',
    `${otherwise}; nothing was stored. An empty secret is stored by: printf '' | sbw credstash put NAME -`,
  );
}

function textOf({ name, text }: Input): string {
  if (text !== undefined) return text;
  throw new UsageError(
    'VALUE_NOT_TEXT',
    `${name} is not UTF-8 text; a secret is text. Encode bytes as base64 first.`,
  );
}
