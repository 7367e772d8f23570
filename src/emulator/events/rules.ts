import type { JsonInput, JsonOperation } from '../aws/json-service.js';
import { AwsError, type EmulatorContext } from '../aws/service.js';

export interface ScheduleDefinition {
  readonly name: string;
  /** `rate(1 minute)` */
  readonly expression: string;
  /** May include an alias: `function:current`. */
  readonly functionName: string;
}

/** A schedule in EventBridge's API: a rule of the default bus with one target. */
export interface Rule extends ScheduleDefinition {
  readonly disabled?: boolean;
}

/** The account and the region in a rule's ARN. */
export type Owner = Pick<EmulatorContext, 'account' | 'region'>;

/** Returns the operations on existing rules. */
export function ruleOperations(deps: {
  readonly owner: Owner;
  rules(): readonly Rule[];
  setDisabled(name: string, disabled: boolean): void;
}): Readonly<Record<string, JsonOperation>> {
  const { region, account } = deps.owner;
  const find = ({ Name, Rule = Name }: JsonInput): Rule => {
    const found = deps.rules().find(({ name }) => name === Rule);
    if (found) return found;
    const text = `Rule ${Rule} does not exist on EventBus default.`;
    throw new AwsError('ResourceNotFoundException', 400, text);
  };
  return {
    DescribeRule: (input) => describe(find(input), deps.owner),
    ListTargetsByRule: (input) => {
      const Arn = `arn:aws:lambda:${region}:${account}:function:${find(input).functionName}`;
      return { Targets: [{ Id: 'function', Arn }] };
    },
    EnableRule: (input) => deps.setDisabled(find(input).name, false),
    DisableRule: (input) => deps.setDisabled(find(input).name, true),
  };
}

function describe({ name, expression, disabled = false }: Rule, { account, region }: Owner): unknown {
  return {
    Name: name,
    Arn: `arn:aws:events:${region}:${account}:rule/${name}`,
    EventBusName: 'default',
    ScheduleExpression: expression,
    State: disabled ? 'DISABLED' : 'ENABLED',
  };
}
