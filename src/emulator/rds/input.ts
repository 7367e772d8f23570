import { AwsError, notSupported } from '../aws/service.js';

/** Parameters of an awsQuery request. */
export type Input = URLSearchParams;

/** Reads a parameter that is not empty. @throws AwsError MissingParameter */
export function requiredText(input: Input, name: string): string {
  const value = input.get(name);
  if (value) return value;
  throw new AwsError('MissingParameter', 400, `The request must contain the parameter ${name}.`);
}

/** Verifies that the action supports every parameter: an ignored one would be answered with success. @throws AwsError NotImplemented */
export function verifyOnly(input: Input, action: string, known: readonly string[]): void {
  for (const name of input.keys()) {
    const member = name.split('.')[0] ?? '';
    if (!['Action', 'Version', ...known].includes(member)) {
      throw notSupported('RDS', `${action} with ${member}`);
    }
  }
}

/** Reads the tags of a request. */
export function tagsOf(input: Input): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; input.has(`Tags.Tag.${index}.Key`); index++) {
    tags[input.get(`Tags.Tag.${index}.Key`) ?? ''] = input.get(`Tags.Tag.${index}.Value`) ?? '';
  }
  return tags;
}

/**
 * Verifies a master password by the rules of RDS for PostgreSQL: at least 8 printable ASCII characters other than
 * / ' " @ and space.
 *
 * @param longest characters
 * @throws AwsError InvalidParameterValue
 */
export function verifyPassword(password: string, longest: number): void {
  if (password.length < 8) throw invalidPassword(' because it is shorter than 8 characters.');
  if (password.length > longest) throw invalidPassword(` because it is longer than ${longest} characters.`);
  if (/^[!-~]+$/.test(password) && !/[/'"@]/.test(password)) return;
  throw invalidPassword(`. Only printable ASCII characters besides '/', ''', '@', '"', ' ' may be used.`);
}

function invalidPassword(why: string): AwsError {
  return new AwsError(
    'InvalidParameterValue',
    400,
    `The parameter MasterUserPassword is not a valid password${why}`,
  );
}

/** Verifies a name by the rules of RDS for PostgreSQL. @throws AwsError InvalidParameterValue */
export function verifyName(parameter: string, name: string, pattern: RegExp): void {
  if (pattern.test(name)) return;
  throw new AwsError('InvalidParameterValue', 400, `The parameter ${parameter} is not valid: ${name}`);
}
