import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { CURRENT_ALIAS, deployedName, type FunctionDefinition, queueNames } from '../project/index.js';
import { missing } from './functions.js';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';

/** Checks that every function with a queue as its trigger has an event source mapping with the right settings. */
export const triggers: Check = {
  name: 'triggers',
  async run(context: CheckContext): Promise<Finding[]> {
    const { project, environment } = context;
    const definitions = environment.functions.flatMap((name) => project.functions[name] ?? []);
    return (await Promise.all(definitions.map((definition) => examineTrigger(context, definition)))).flat();
  },
};

async function examineTrigger(
  context: CheckContext,
  { name, trigger }: FunctionDefinition,
): Promise<Finding[]> {
  if (trigger.type !== 'queue') return [];
  const { project, environment, connection, signal } = context;
  const subject = deployedName(project, environment, name);
  const { queue } = queueNames(environment.name, trigger.queue);
  const fix = terraformFix(environment.name);
  const request = new ListEventSourceMappingsCommand({ FunctionName: `${subject}:${CURRENT_ALIAS}` });
  const answer = await connection.lambda.send(request, { abortSignal: signal }).catch(missing);
  const mapping = answer?.EventSourceMappings?.find(({ EventSourceArn }) =>
    EventSourceArn?.endsWith(`:${queue}`),
  );
  if (!mapping) return [{ subject, problem: `is not called for what comes to ${queue}`, fix }];
  const finding = (problem: string): Finding => ({ subject, problem, fix });
  const { State, FunctionResponseTypes = [], BatchSize, ScalingConfig } = mapping;
  const atOnce = ScalingConfig?.MaximumConcurrency;
  return [
    ...(State === 'Enabled' || State === 'Creating' || State === 'Updating'
      ? []
      : [finding(`takes nothing from ${queue}: its event source mapping is ${State}`)]),
    ...(FunctionResponseTypes.includes('ReportBatchItemFailures')
      ? []
      : [
          finding(
            `answers ${queue} as a whole: one message that fails makes the others of its batch come again`,
          ),
        ]),
    ...(BatchSize === trigger.batchSize
      ? []
      : [finding(`takes ${BatchSize} messages of ${queue} at once and not ${trigger.batchSize}`)]),
    ...(atOnce === trigger.maximumConcurrency
      ? []
      : [
          finding(
            `runs ${atOnce ?? 'any number of'} calls for ${queue} at the same time and not ${trigger.maximumConcurrency ?? 'as many as the account allows'}`,
          ),
        ]),
  ];
}
