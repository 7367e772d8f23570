import type * as z from 'zod/mini';
import { invalidParameters } from '../http/errors.js';

export interface FieldError {
  /** Dotted path. */
  readonly field: string;
  readonly message: string;
}

/** Checks what a schema cannot: several fields together, or something outside the body. Returns the errors. */
export type Rule = (body: Readonly<Record<string, unknown>>) => readonly FieldError[];

/**
 * Checks a body with its schema and with rules. It reports every wrong field at once, each with one message: an error
 * of the schema before one of a rule.
 *
 * @throws HttpError 400
 */
export function validate<Schema extends z.ZodMiniType>(
  schema: Schema,
  body: Readonly<Record<string, unknown>>,
  rules: readonly Rule[] = [],
): z.output<Schema> {
  const result = schema.safeParse(body, { error: (issue) => message(issue) });
  const errors = new Map<string, string>();
  const add = ({ field, message }: FieldError) => {
    if (!errors.has(field)) errors.set(field, `"${field}" ${message}`);
  };
  for (const issue of result.error?.issues ?? []) fieldErrors(issue).forEach(add);
  for (const rule of rules) rule(body).forEach(add);
  if (result.success && errors.size === 0) return result.data;
  throw invalidParameters([...errors].map(([field, text]) => ({ field, message: text })));
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: 'is not allowed' }));
  }
  return [{ field: path.join('.'), message: issue.message }];
}

/** Words an error as the earlier service did. */
function message(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(issue.expected, issue.input);
    case 'invalid_value':
      return valueMessage(issue.values, issue.input);
    case 'too_small':
      return issue.origin === 'string'
        ? 'must not be empty'
        : `must be larger than or equal to ${issue.minimum}`;
    case 'too_big':
      return tooBigMessage(issue.origin, issue.maximum);
    default:
      return 'is invalid';
  }
}

function tooBigMessage(origin: string, maximum: number | bigint): string {
  if (origin === 'string') return `must have at most ${maximum} characters`;
  return origin === 'array'
    ? `must have at most ${maximum} items`
    : `must be less than or equal to ${maximum}`;
}

function valueMessage(values: readonly unknown[], input: unknown): string {
  if (input === undefined) return 'is required';
  if (typeof input !== 'string' && values.every((value) => typeof value === 'string'))
    return 'must be a string';
  return `must be one of [${values.filter(Boolean).join(', ')}]`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'an integer',
  boolean: 'a boolean',
  object: 'an object',
  array: 'an array',
};

function typeMessage(expected: string, input: unknown): string {
  return input === undefined ? 'is required' : `must be ${TYPES[expected] ?? expected}`;
}
