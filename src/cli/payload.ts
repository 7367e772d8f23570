import { UsageError } from '../errors.js';
import { readBytes } from './input-bytes.js';

/**
 * The event that a function is invoked with: JSON as it is, `-` standard input, `@file` a file; `{}` when left out.
 * An error never repeats what was read: it may hold a secret.
 *
 * @throws {UsageError} PAYLOAD_NOT_JSON, FILE_UNREADABLE
 */
export async function readPayload(argument: string | undefined): Promise<string> {
  if (argument === undefined) return '{}';
  if (argument === '-') return verifyJson(decode(await readBytes('-')), 'Standard input');
  if (!argument.startsWith('@')) return verifyJson(argument, 'What --payload gives');
  const path = argument.slice(1);
  return verifyJson(decode(await readBytes(path)), path);
}

/** Undefined for bytes that are no text. */
function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function verifyJson(text: string | undefined, source: string): string {
  try {
    if (text !== undefined) JSON.parse(text);
    if (text !== undefined) return text;
  } catch {
    // Told below, without the words of the parser: it quotes.
  }
  throw new UsageError(
    'PAYLOAD_NOT_JSON',
    `${source} is not JSON. Give the event as JSON, as @FILE, or as - for standard input.`,
  );
}
