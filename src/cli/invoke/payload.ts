import { UsageError } from '../../errors.js';
import { readReference } from '../input.js';

/**
 * Reads the event for a function: JSON as it is, a file for `@FILE`, standard input for `-`, and `{}` when left out.
 * An error never repeats the event, which may hold a secret.
 *
 * @returns JSON text
 * @throws {UsageError} PAYLOAD_NOT_JSON, FILE_UNREADABLE
 */
export async function readPayload(argument: string | undefined): Promise<string> {
  if (argument === undefined) return '{}';
  const { name, text } = (await readReference(argument)) ?? { name: 'What --payload gives', text: argument };
  // Some editors write a byte order mark, which JSON does not allow.
  const json = text?.replace(/^\ufeff/, '');
  if (json !== undefined && isJson(json)) return json;
  throw new UsageError(
    'PAYLOAD_NOT_JSON',
    `${name} is not JSON. Give the event as JSON, as @FILE, or as - for standard input.`,
  );
}

/** The parser's own error would quote the text. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
