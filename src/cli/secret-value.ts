import { UsageError } from '../errors.js';
import type { Report } from '../report.js';
import { readBytes } from './input-bytes.js';

/**
 * The value that a person wants to store: `@file` is a file's content, `-` is standard input, both to the last byte;
 * nothing is asked for at a terminal, without showing it, and else is standard input, which then holds something;
 * anything else is the value itself, which other users of the machine can read in `ps`.
 *
 * @throws {UsageError} VALUE_MISSING, VALUE_NOT_TEXT, FILE_UNREADABLE
 */
export async function readSecretValue(argument: string | undefined, report: Report): Promise<string> {
  if (argument === undefined && process.stdin.isTTY) return await askForSecretValue();
  if (argument === '-') return await readInput('-');
  if (argument === undefined) return verifyGiven(await readInput('-'), 'Standard input is empty');
  if (argument.startsWith('@')) return await readInput(argument.slice(1));
  report('Warning: a value on the command line is seen in the process list and kept in the shell history.');
  report('Give it on standard input or as @FILE instead.');
  return argument;
}

/**
 * Asks at the terminal, without showing what is typed.
 *
 * @throws {UsageError} VALUE_MISSING where there is no terminal, or nothing was typed
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

/** What is typed at the terminal, unseen. @param question ends with a colon */
export async function askHidden(question: string): Promise<string> {
  const { default: password } = await import('@inquirer/password');
  return await password({ message: question }, { output: process.stderr });
}

/** Return pressed too early, or a failed command in front of the pipe, must not become the latest version. */
function verifyGiven(value: string, otherwise: string): string {
  if (value !== '') return value;
  throw new UsageError(
    'VALUE_MISSING',
    `${otherwise}; nothing was stored. An empty secret is stored by: printf '' | sbw credstash put NAME -`,
  );
}

/** A file's text, or that of standard input for `-`. @throws {UsageError} VALUE_NOT_TEXT, FILE_UNREADABLE */
export async function readInput(path: string): Promise<string> {
  return decode(await readBytes(path), path === '-' ? 'Standard input' : path);
}

function decode(bytes: Buffer, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(
      'VALUE_NOT_TEXT',
      `${source} is not UTF-8 text; a secret is text. Encode bytes as base64 first.`,
    );
  }
}
