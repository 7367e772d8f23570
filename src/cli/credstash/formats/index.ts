import { UsageError } from '../../../errors.js';
import { decodeCsv, encodeCsv } from './csv.js';
import { decodeDotenv, encodeDotenv } from './dotenv.js';
import type { Entries } from './entries.js';
import { decodeJson, encodeJson } from './json.js';
import { decodeShell, encodeShell } from './shell.js';
import { variables } from './variables.js';
import { decodeYaml, encodeYaml } from './yaml.js';

export type { Entries } from './entries.js';
export { NUL_IN_VARIABLE, variableName, variables } from './variables.js';

/** The formats of `-f`. Each carries names and values so that the usual reader of the format gets every byte back. */
export const FORMATS = ['json', 'yaml', 'csv', 'dotenv', 'shell'] as const;
export type Format = (typeof FORMATS)[number];

const ENDINGS: Readonly<Record<string, Format>> = {
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  csv: 'csv',
  env: 'dotenv',
  sh: 'shell',
};

/**
 * Returns the format of a file by the ending of its name.
 *
 * @throws {UsageError} FORMAT_UNKNOWN
 * @example formatOf('secrets.yml') // 'yaml'
 */
export function formatOf(file: string): Format {
  const ending = file.split('.').at(-1) ?? '';
  const format = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  if (format) return format;
  throw new UsageError(
    'FORMAT_UNKNOWN',
    `What ${file} holds is not clear. Pass --format ${FORMATS.join('|')}.`,
  );
}

/** Returns whether the format names secrets as environment variables. */
export function hasVariables(format: Format): boolean {
  return format === 'dotenv' || format === 'shell';
}

const ENCODERS: Readonly<Record<Format, (entries: Entries) => string>> = {
  json: encodeJson,
  yaml: encodeYaml,
  csv: encodeCsv,
  dotenv: encodeDotenv,
  shell: encodeShell,
};

const DECODERS: Readonly<Record<Format, (text: string) => Map<string, string>>> = {
  json: decodeJson,
  yaml: decodeYaml,
  csv: decodeCsv,
  dotenv: decodeDotenv,
  shell: decodeShell,
};

/**
 * Writes secrets as one text that ends with a newline. Without secrets, the text is '' in csv, dotenv and shell.
 *
 * @throws {UsageError} NOT_REPRESENTABLE, VARIABLE_COLLISION, NO_VARIABLE
 * @example encode('shell', new Map([['database/password', 'hunter2']])) // "export DATABASE_PASSWORD='hunter2'\n"
 */
export function encode(format: Format, secrets: Entries): string {
  return ENCODERS[format](hasVariables(format) ? variables(secrets) : secrets);
}

/**
 * Reads values by name. In `dotenv` and `shell` the names are those of variables.
 *
 * @throws {UsageError} FORMAT_UNREADABLE
 */
export function decode(format: Format, text: string): Map<string, string> {
  return DECODERS[format](text);
}
