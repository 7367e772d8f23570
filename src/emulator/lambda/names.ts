import { AwsError } from '../aws/service.js';

export interface FunctionName {
  readonly name: string;
  readonly qualifier: string | undefined;
}

const NAME =
  /^(?:arn:(?:aws[a-zA-Z-]*):lambda:[a-z0-9-]+:)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9_-]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?$/;

/**
 * Parses the forms of a function's name that Lambda accepts: the name, `name:alias`, `account:function:name`, or an ARN
 * with or without a qualifier.
 *
 * @throws AwsError ValidationException
 * @example parseFunctionName('arn:aws:lambda:us-east-1:000000000000:function:f:current') // {name: 'f', qualifier: 'current'}
 */
export function parseFunctionName(text: string): FunctionName {
  const groups = NAME.exec(text)?.groups;
  if (groups?.name === undefined || text.length > 170) {
    throw new AwsError(
      'ValidationException',
      400,
      `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  }
  return { name: groups.name, qualifier: groups.qualifier };
}

export function functionArn(
  owner: { account: string; region: string },
  name: string,
  qualifier?: string,
): string {
  const arn = `arn:aws:lambda:${owner.region}:${owner.account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

export function notFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, `Function not found: ${arn}`, { Type: 'User' });
}
