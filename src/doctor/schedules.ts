import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { CURRENT_ALIAS, deployedName, type FunctionDefinition } from '../project/index.js';
import { apply, type Check, type Finding, type Place } from './types.js';

/** What EventBridge calls on a schedule. */
export const schedules: Check = {
  name: 'schedules',
  async look(place: Place): Promise<Finding[]> {
    const { project, environment } = place;
    const definitions = environment.functions.flatMap((name) => project.functions[name] ?? []);
    return (await Promise.all(definitions.map((definition) => lookAt(place, definition)))).flat();
  },
};

async function lookAt(place: Place, { name, trigger }: FunctionDefinition): Promise<Finding[]> {
  if (trigger.type !== 'schedule') return [];
  const { project, environment } = place;
  // The rule has the function's name.
  const subject = deployedName(project, environment, name);
  const tell = (problem: string, fix = apply(environment.name)): Finding => ({ subject, problem, fix });
  const rule = await findRule(place, subject);
  if (!rule) return [tell('is called by no schedule: EventBridge has no such rule')];
  const { State, ScheduleExpression, targets } = rule;
  const target = `${subject}:${CURRENT_ALIAS}`;
  return [
    ...(State === 'DISABLED'
      ? [tell('is not called: its schedule is switched off', `aws events enable-rule --name ${subject}`)]
      : []),
    ...(ScheduleExpression === trigger.expression
      ? []
      : [tell(`is called by ${ScheduleExpression} and not by ${trigger.expression}`)]),
    ...(targets.some((arn) => arn.endsWith(`:function:${target}`))
      ? []
      : [tell(`is not called: its schedule calls ${targets.join(', ') || 'nothing'} and not ${target}`)]),
  ];
}

async function findRule({ connection, signal }: Place, name: string) {
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
