import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { CURRENT_ALIAS, deployedName, type FunctionDefinition, queueNames } from '../project/index.js';
import { missing } from './functions.js';
import { apply, type Check, type Finding, type Place } from './types.js';

/** What queues trigger. */
export const triggers: Check = {
  name: 'triggers',
  async look(place: Place): Promise<Finding[]> {
    const { project, environment } = place;
    const definitions = environment.functions.flatMap((name) => project.functions[name] ?? []);
    return (await Promise.all(definitions.map((definition) => lookAt(place, definition)))).flat();
  },
};

async function lookAt(place: Place, { name, trigger }: FunctionDefinition): Promise<Finding[]> {
  if (trigger.type !== 'queue') return [];
  const { project, environment, connection, signal } = place;
  const subject = deployedName(project, environment, name);
  const { queue } = queueNames(environment.name, trigger.queue);
  const fix = apply(environment.name);
  const request = new ListEventSourceMappingsCommand({ FunctionName: `${subject}:${CURRENT_ALIAS}` });
  const answer = await connection.lambda.send(request, { abortSignal: signal }).catch(missing);
  const mapping = answer?.EventSourceMappings?.find(({ EventSourceArn }) =>
    EventSourceArn?.endsWith(`:${queue}`),
  );
  if (!mapping) return [{ subject, problem: `is not called for what comes to ${queue}`, fix }];
  const tell = (problem: string): Finding => ({ subject, problem, fix });
  const { State, FunctionResponseTypes = [], BatchSize } = mapping;
  return [
    ...(State === 'Enabled' || State === 'Creating' || State === 'Updating'
      ? []
      : [tell(`takes nothing from ${queue}: its event source mapping is ${State}`)]),
    ...(FunctionResponseTypes.includes('ReportBatchItemFailures')
      ? []
      : [
          tell(
            `answers ${queue} as a whole: one message that fails makes the others of its batch come again`,
          ),
        ]),
    ...(BatchSize === trigger.batchSize
      ? []
      : [tell(`takes ${BatchSize} messages of ${queue} at once and not ${trigger.batchSize}`)]),
  ];
}
