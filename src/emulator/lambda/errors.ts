import type { z } from 'zod';
import { AwsError } from '../aws/service.js';

const USER = { Type: 'User' };

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message, USER);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, message, USER);
}

/**
 * Parses the JSON of a request body or of a payload.
 *
 * @throws AwsError InvalidRequestContentException
 */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw invalidContent((error as Error).message);
  }
}

/** @param problem what is wrong with the JSON */
export function invalidContent(problem: string): AwsError {
  const message = `Could not parse request body into json: ${problem}`;
  return new AwsError('InvalidRequestContentException', 400, message, USER);
}

export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', 409, message, USER);
}

/**
 * Returns a ValidationException.
 *
 * @param value the caller's value
 * @param member its name, with a lower-case first letter
 */
export function validation(value: unknown, member: string, constraint: string): AwsError {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new AwsError(
    'ValidationException',
    400,
    `1 validation error detected: Value '${text}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Throws AwsError PreconditionFailedException unless `given` is undefined or equals `revision`. */
export function verifyRevision(given: string | undefined, revision: string): void {
  if (given === undefined || given === revision) return;
  throw new AwsError(
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    USER,
  );
}

/** Parses a request's JSON with a schema whose messages are AWS's constraints. Throws AwsError ValidationException. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>(
    (holder, key) => (holder as Record<PropertyKey, unknown> | undefined)?.[key],
    body,
  );
  const member = path
    .map((key) => (typeof key === 'string' ? key[0]?.toLowerCase() + key.slice(1) : String(key)))
    .join('.');
  throw value === undefined && issue?.code === 'invalid_type'
    ? validation(null, member, 'Member must not be null')
    : validation(value ?? null, member, issue?.message ?? 'Member must be valid');
}
