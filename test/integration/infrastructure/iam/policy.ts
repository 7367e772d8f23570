/** The part of IAM that the policies of infrastructure/ use. `isAllowed` throws for a condition that is not in it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  /** Operator => key => values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One permission that AWS checks before it executes a call. */
export interface Permission {
  /** `dynamodb:Query` */
  readonly action: string;
  /** An ARN, or `*` for an action without a resource. */
  readonly resource: string;
  /** The call's values of condition keys. A key that the call does not contain is missing. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** A part of what a statement allows: one action on one resource, or one value of a condition. */
export interface Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: { readonly key: string; readonly value: string };
}

export function statementsOf(document: string): Statement[] {
  return (JSON.parse(document) as { Statement: Statement[] }).Statement;
}

/** Decides as IAM does from an identity's policy: a Deny overrides every Allow, and without an Allow it denies. */
export function isAllowed(statements: readonly Statement[], permission: Permission): boolean {
  const matching = statements.filter((statement) => matches(statement, permission));
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}

/** Returns every part of what the statements allow. */
export function grantsOf(statements: readonly Statement[]): Grant[] {
  return statements.filter(({ Effect }) => Effect === 'Allow').flatMap(piecesOf);
}

function piecesOf({ Sid: sid, Action, Resource, Condition = {} }: Statement): Grant[] {
  const [actions, resources] = [list(Action), list(Resource)];
  const pairs = actions.flatMap((action) =>
    resources.map((resource) => ({ sid, actions: [action], resources: [resource] })),
  );
  const values = Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, wanted]) => list(wanted).map((value) => ({ key, value }))),
  );
  return [...pairs, ...values.map((condition) => ({ sid, actions, resources, condition }))];
}

/** Returns whether a permission needs a grant. */
export function needs(permission: Permission, { actions, resources, condition }: Grant): boolean {
  return (
    isAbout(permission, actions, resources) &&
    (condition === undefined || (permission.context[condition.key] ?? []).includes(condition.value))
  );
}

/** @example describeGrant(grant) // 'SendToQueues: sqs:SendMessage on arn:aws:sqs:…' */
export function describeGrant({ sid, actions, resources, condition }: Grant): string {
  const what = condition === undefined ? '' : ` with ${condition.key} ${condition.value}`;
  return `${sid}: ${actions.join(', ')} on ${resources.join(', ')}${what}`;
}

function isAbout({ action, resource }: Permission, actions: readonly string[], resources: readonly string[]) {
  return (
    actions.some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
    resources.some((pattern) => isLike(resource, pattern))
  );
}

function matches({ Action, Resource, Condition = {} }: Statement, permission: Permission): boolean {
  return (
    isAbout(permission, list(Action), list(Resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, permission.context[key], list(values))),
    )
  );
}

function holds(operator: string, given: readonly string[] | undefined, wanted: readonly string[]): boolean {
  switch (operator) {
    // A call without the key fulfils it, so the policies use it with a `StringEquals` of another key.
    case 'ForAllValues:StringEquals':
      return (given ?? []).every((value) => wanted.includes(value));
    case 'StringEquals':
      return given?.length === 1 && wanted.includes(given[0] ?? '');
    case 'ArnEquals':
      return given?.length === 1 && wanted.some((arn) => isLike(given[0] ?? '', arn));
    default:
      throw new Error(`the test knows no condition ${operator}`);
  }
}

function isLike(text: string, pattern: string): boolean {
  if (pattern.includes('${')) throw new Error(`the test knows no policy variables: ${pattern}`);
  const escaped = pattern.replace(/[.+^$()|[\]{}\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}

function list(one: string | readonly string[]): readonly string[] {
  return typeof one === 'string' ? [one] : one;
}
