import type { z } from 'zod';
import { type Path, type Problem, pathKey } from './problems.js';
import { projectFileJsonSchema } from './schema.js';
import { closest } from './spelling.js';

type Issue = z.core.$ZodIssue;

interface Schema {
  readonly const?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Describes what zod found wrong in `document`, in the terms of the file. */
export function problemsOf(issues: readonly Issue[], document: unknown): Problem[] {
  const schema = projectFileJsonSchema() as Schema;
  const problems = issues.flatMap((issue) => describeIssue(issue, document, schema));
  const misspelt = problems.flatMap(({ meant }) => (meant ? [pathKey(meant)] : []));
  return problems.filter(({ path }) => !misspelt.includes(pathKey(path)));
}

/** `meant`: the setting that a misspelt one stands for. It is not reported as missing. */
type Described = Problem & { readonly meant?: Path };

function describeIssue(issue: Issue, document: unknown, schema: Schema): Described[] {
  const value = valueAt(document, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownSetting([...issue.path, key], schema));
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    return [unknownKind(issue.path, issue.discriminator, document, schema)];
  }
  if (value === undefined) return [missing(issue.path, schema)];
  if (issue.code === 'invalid_union') return describeUnion(issue, document, schema);
  if (issue.code === 'invalid_key') {
    return [{ path: issue.path, text: issue.issues[0]?.message ?? issue.message, atKey: true }];
  }
  return [{ path: issue.path, text: invalid(issue, value) }];
}

/** Removed settings, each with what to write instead. */
const REMOVED: Readonly<Record<string, string>> = {
  'chat.slack.signing_secret':
    'does not exist any more: the bot uses Socket Mode alone. Remove it, and name the secret with the app-level token as app_token',
};

function unknownSetting(path: Path, schema: Schema): Described {
  const removed = REMOVED[path.join('.')];
  if (removed) return { path, text: removed, atKey: true };
  const parent = path.slice(0, -1);
  const known = schemasAt(schema, parent).flatMap(({ properties = {} }) => Object.keys(properties));
  const found = closest(String(path.at(-1)), known);
  const hint = found ? `did you mean ${found}?` : `there are ${known.join(', ')}`;
  const text = `there is no such setting; ${hint}`;
  return { path, text, atKey: true, ...(found ? { meant: [...parent, found] } : {}) };
}

function missing(path: Path, schema: Schema): Problem {
  const description = schemasAt(schema, path).find((found) => found.description)?.description;
  return { path, text: `is missing${description ? ` (${description})` : ''}` };
}

/** Describes an unknown or missing `type` of `scm`, `build` or `deploy`. */
function unknownKind(at: Path, discriminator: string, document: unknown, schema: Schema): Problem {
  const parent = at.at(-1) === discriminator ? at.slice(0, -1) : at;
  if (valueAt(document, parent) === undefined) return missing(parent, schema);
  const path = [...parent, discriminator];
  const value = valueAt(document, path);
  const kinds = schemasAt(schema, path).flatMap((found) => found.const ?? []);
  const text = value === undefined ? 'is missing' : `${show(value)} is not known here`;
  return { path, text: `${text}; there is ${kinds.join(', ')}` };
}

/** The alternative with a single mistake is the one that was meant. Without one, the message names all alternatives. */
function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  document: unknown,
  schema: Schema,
): Described[] {
  const [nearest] = issue.errors.filter((errors) => errors.length === 1);
  const [inner] = nearest ?? [];
  if (!inner || inner.path.length === 0) return [{ path: issue.path, text: issue.message }];
  return describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, document, schema);
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of settings',
  record: 'a map of names',
};

function invalid(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (!issue.message.startsWith('Invalid input')) return issue.message;
      return `must be ${typeNames[issue.expected] ?? issue.expected}, not ${show(value)}`;
    case 'too_small':
      return issue.origin === 'array'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}, not ${show(value)}`;
    case 'too_big':
      return `must be at most ${issue.maximum}, not ${show(value)}`;
    case 'invalid_format':
      return `${issue.format === 'url' ? 'must be a URL' : issue.message}; it is ${show(value)}`;
    case 'invalid_value':
      return `must be ${issue.values.join(' or ')}, not ${show(value)}`;
    default:
      return issue.message;
  }
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `"${value}"` : value === null ? 'nothing' : String(value);
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    document,
  );
}

/** Returns every schema that applies at `path`. */
function schemasAt(schema: Schema, path: Path): Schema[] {
  const alternatives = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const [part, ...rest] = path;
  if (part === undefined) return alternatives;
  return alternatives.flatMap((alternative) => {
    const next = typeof part === 'number' ? alternative.items : property(alternative, String(part));
    return next ? schemasAt(next, rest) : [];
  });
}

function property({ properties = {}, additionalProperties }: Schema, name: string): Schema | undefined {
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
