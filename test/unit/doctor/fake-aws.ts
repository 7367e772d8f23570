import type { Check, CheckContext } from '../../../src/doctor/types.js';

export type Answer = object | Error | ((input: Record<string, unknown>) => object | Error);

/** The fix for infrastructure that differs from superbowleto.yml. */
export const TERRAFORM = 'terraform apply in infrastructure/environments/test, or correct superbowleto.yml';
/** Returns an error with this name. */
export const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name }, more);
export const project = {
  service: 'sample',
  functions: {
    one: { name: 'one', trigger: { type: 'queue', queue: 'tasks', batchSize: 10, maximumConcurrency: 5 } },
    two: { name: 'two', trigger: { type: 'schedule', expression: 'rate(1 day)' } },
  },
  queues: { tasks: { name: 'tasks', visibilityTimeout: 60, delay: 0, maxReceives: 3 } },
};
export const environment = {
  name: 'test',
  account: '000000000001',
  bucket: 'artifacts',
  credstash: { table: 'secrets', key: 'alias/secrets' },
  operationsTable: 'operations',
  database: { kind: 'instance', identifier: 'db', name: 'sample', user: 'sample' },
  functions: ['one', 'two'],
};

/** Returns a connection whose services all use one client. */
export const connectionOf = (client: object) =>
  Object.fromEntries(
    ['s3', 'sts', 'kms', 'dynamodb', 'sqs', 'lambda', 'events', 'rds'].map((service) => [service, client]),
  );

/** Runs a check against clients that answer each command by its name. @returns `subject problem | fix` of each finding */
export async function run(check: Check, answers: Readonly<Record<string, Answer>>): Promise<string[]> {
  const client = {
    send: async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const answer = answers[command.constructor.name.replace(/Command$/, '')];
      const given = typeof answer === 'function' ? answer(command.input) : answer;
      if (given instanceof Error) throw given;
      return given ?? {};
    },
  };
  const context = {
    project,
    environment,
    connection: connectionOf(client),
    clock: { now: () => new Date(0) },
    signal: new AbortController().signal,
  } as unknown as CheckContext;
  return (await check.run(context)).map(({ subject, problem, fix }) => `${subject} ${problem} | ${fix}`);
}
