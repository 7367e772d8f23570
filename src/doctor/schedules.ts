import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { CURRENT_ALIAS, deployedName, type FunctionDefinition } from '../project/index.js';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';

/** Checks that every schedule of superbowleto.yml has an enabled EventBridge rule that calls the function's alias. */
export const schedules: Check = {
  name: 'schedules',
  async run(context: CheckContext): Promise<Finding[]> {
    const { project, environment } = context;
    const definitions = environment.functions.flatMap((name) => project.functions[name] ?? []);
    return (await Promise.all(definitions.map((definition) => examineSchedule(context, definition)))).flat();
  },
};

async function examineSchedule(
  context: CheckContext,
  { name, trigger }: FunctionDefinition,
): Promise<Finding[]> {
  if (trigger.type !== 'schedule') return [];
  const { project, environment } = context;
  // The rule has the function's name.
  const subject = deployedName(project, environment, name);
  const finding = (problem: string, fix = terraformFix(environment.name)): Finding => ({
    subject,
    problem,
    fix,
  });
  const rule = await findRule(context, subject);
  if (!rule) return [finding('is called by no schedule: EventBridge has no such rule')];
  const { State, ScheduleExpression, targets } = rule;
  const target = `${subject}:${CURRENT_ALIAS}`;
  return [
    ...(State === 'DISABLED'
      ? [finding('is not called: its schedule is switched off', `aws events enable-rule --name ${subject}`)]
      : []),
    ...(ScheduleExpression === trigger.expression
      ? []
      : [finding(`is called by ${ScheduleExpression} and not by ${trigger.expression}`)]),
    ...(targets.some((arn) => arn.endsWith(`:function:${target}`))
      ? []
      : [finding(`is not called: its schedule calls ${targets.join(', ') || 'nothing'} and not ${target}`)]),
  ];
}

async function findRule({ connection, signal }: CheckContext, name: string) {
  const limits = { abortSignal: signal };
  try {
    const [{ State, ScheduleExpression }, { Targets = [] }] = await Promise.all([
      connection.events.send(new DescribeRuleCommand({ Name: name }), limits),
      connection.events.send(new ListTargetsByRuleCommand({ Rule: name }), limits),
    ]);
    return { State, ScheduleExpression, targets: Targets.flatMap(({ Arn }) => Arn ?? []) };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
