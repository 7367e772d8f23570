import { AwsError, type EmulatorContext, notSupported } from '../aws/service.js';

export interface ScheduleDefinition {
  readonly name: string;
  /** `rate(1 minute)` */
  readonly expression: string;
  /** May carry an alias: `function:current`. */
  readonly functionName: string;
}

/** A schedule as EventBridge's API knows it: a rule of the default bus with one target. */
export interface Rule extends ScheduleDefinition {
  readonly disabled?: boolean;
}

type Place = Pick<EmulatorContext, 'account' | 'region'>;

/** What is looked at, and switched on and off; rules are made from within the stage. */
export function ruleOperation(
  operation: string,
  input: { readonly Name?: string; readonly Rule?: string },
  { rules, place, change }: { rules: readonly Rule[]; place: Place; change(rule: Rule): void },
): unknown {
  const name = input.Rule ?? input.Name;
  const find = (): Rule => {
    const rule = rules.find((one) => one.name === name);
    if (rule) return rule;
    const text = `Rule ${name} does not exist on EventBus default.`;
    throw new AwsError('ResourceNotFoundException', 400, text);
  };
  switch (operation) {
    case 'DescribeRule':
      return describe(find(), place);
    case 'ListTargetsByRule': {
      const { functionName } = find();
      const Arn = `arn:aws:lambda:${place.region}:${place.account}:function:${functionName}`;
      return { Targets: [{ Id: 'function', Arn }] };
    }
    case 'EnableRule':
    case 'DisableRule':
      change({ ...find(), disabled: operation === 'DisableRule' });
      return {};
    default:
      throw notSupported('EventBridge', operation);
  }
}

function describe({ name, expression, disabled = false }: Rule, { account, region }: Place): unknown {
  return {
    Name: name,
    Arn: `arn:aws:events:${region}:${account}:rule/${name}`,
    EventBusName: 'default',
    ScheduleExpression: expression,
    State: disabled ? 'DISABLED' : 'ENABLED',
  };
}
