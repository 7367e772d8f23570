import { z } from 'zod';
import { chat } from './chat-schema.js';
import { name } from './name.js';
import { PROJECT_FILE } from './names.js';

/** The schema of superbowleto.yml. The JSON schema for editors is generated from it. */

const method = '(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY)';
const segment = '(?:[A-Za-z0-9._~-]+|\\{[A-Za-z0-9_]+\\+?\\})';
const ROUTE = new RegExp(`^${method} /(?:${segment}(?:/${segment})*)?$`);
const SCHEDULE =
  /^(?:rate\((?:1 (?:minute|hour|day)|(?!0|1 )\d+ (?:minutes|hours|days))\)|cron\(\S+(?: \S+){5}\))$/;

const routeText = z.string().regex(ROUTE, 'must be a method and a path, as in GET /boletos/{id}');
const route = z.strictObject({ route: routeText });
const openRoutes = z.array(routeText).min(1).describe('routes that ask for no API key');
const routes = z.strictObject({
  routes: z.array(routeText).min(1).describe('routes that ask for an API key'),
  open_routes: openRoutes.optional(),
});
const openRoutesAlone = z.strictObject({ open_routes: openRoutes });
const queue = z.strictObject({
  queue: z.string().describe('one of `queues`'),
  batch_size: z.int().min(1).max(10).default(10).describe('messages a call, 1 to 10'),
  maximum_concurrency: z
    .int()
    .min(2)
    .max(1_000)
    .optional()
    .describe('calls at the same time, 2 to 1000; without it as many as the account allows'),
});
const schedule = z.strictObject({
  schedule: z.string().regex(SCHEDULE, 'must be as EventBridge writes it: rate(1 minute), rate(5 minutes)'),
});
const trigger = z
  .union([z.literal('none'), route, routes, openRoutesAlone, queue, schedule], {
    error:
      'must be none, { route: POST /path }, { routes: [GET /path, …], open_routes: [GET /path, …] }, { queue: NAME } or { schedule: rate(5 minutes) }',
  })
  .describe(
    'what calls it: none, { route: … }, { routes: […], open_routes: […] }, { queue: … } or { schedule: … }',
  );

const functionDefinition = z.strictObject({
  handler: z
    .string()
    .regex(
      /^[^\s.]+(?:\/[^\s/.]+)*\.[\w$]+$/,
      'must be <file without extension>.<export>, as in index.handler',
    )
    .describe('<file without extension>.<export>, from the root of the zip'),
  memory: z.int().min(128).max(10_240).describe('MiB, 128 to 10240'),
  timeout: z.int().min(1).max(900).describe('seconds, 1 to 900'),
  trigger,
});

const queueDefinition = z.strictObject({
  visibility_timeout: z
    .int()
    .min(0)
    .max(43_200)
    .describe('seconds; at least six times the timeout of the function that takes it'),
  delay: z.int().min(0).max(900).default(0).describe('seconds before a message is first seen'),
  max_receives: z
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .describe('receives before a message goes to <queue>-dead-letter'),
});

const environment = z.strictObject({
  account: z
    .string({ error: 'must be text: put it in quotes, so that no leading zero is lost' })
    .regex(/^\d{12}$/, 'must be the twelve digits of an AWS account')
    .describe('AWS account, twelve digits in quotes'),
  region: z.string().optional().describe('AWS region; deploy.region when left out'),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('URL that answers for every AWS service'),
  profile: z.string().optional().describe('AWS profile'),
  profile_file: z.string().optional().describe('the AWS config file that holds the profile'),
  protected: z
    .boolean()
    .optional()
    .describe("ask for the environment's name before a change; true for live when left out"),
  s3_bucket: z.string().optional().describe('bucket of the artifacts; deploy.s3_bucket when left out'),
  credstash: z
    .strictObject({
      table: z.string().describe('DynamoDB table of the secrets'),
      key: z.string().describe('KMS key that wraps them: id, ARN or alias/…'),
    })
    .describe('where the secrets are: { table, key }'),
  operations_table: z.string().describe('DynamoDB table of the lock and of the release log'),
  database: z
    .strictObject({
      instance: z.string().optional().describe('identifier of the RDS instance; or cluster'),
      cluster: z.string().optional().describe('identifier of the RDS cluster; or instance'),
      name: z.string().describe('name of the database in it'),
      user: z.string().describe('its user'),
    })
    .refine(({ instance, cluster }) => (instance === undefined) !== (cluster === undefined), {
      error: 'must name an instance or a cluster: one of the two',
    })
    .describe('the database: { instance, name, user }, or { cluster, name, user }'),
  functions: z.array(z.string()).optional().describe('functions deployed there; all when left out'),
  simulators: z
    .array(z.enum(['bradesco', 'boleto-api']))
    .optional()
    .describe('banks that the local stage plays there, bradesco and boleto-api; none when left out'),
});

export const projectFile = z.strictObject({
  service: name('a name').describe('the middle of <environment>-<service>-<function>'),
  default_environment: z
    .string()
    .describe('environment of a command that is given none; never a protected one'),
  scm: z
    .discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('git'),
        repository: z
          .string()
          .optional()
          .describe('URL or path; the repository that holds this file when left out'),
      }),
    ])
    .default({ type: 'git' })
    .describe('where the source comes from: { type: git }'),
  build: z
    .discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('command'),
        install: z.string().optional().describe('shell command that installs the dependencies'),
        lockfile: z
          .string()
          .default('package-lock.json')
          .describe('file whose bytes decide whether cached dependencies still fit'),
        command: z.string().describe('shell command run in the clean tree'),
        output: z.string().describe('folder that the command leaves its output in: the root of the zip'),
      }),
    ])
    .describe('how the artifact is made: { type: command, command, output }'),
  deploy: z
    .discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('lambda'),
        s3_bucket: z
          .string()
          .optional()
          .describe('bucket of the artifacts, unless an environment names its own'),
        region: z.string().optional().describe('AWS region, unless an environment names its own'),
        package: z
          .array(z.string())
          .min(1)
          .default(['**/*'])
          .describe('globs, files and folders below build.output that go into the zip'),
        smoke_event: z
          .record(z.string(), z.unknown())
          .optional()
          .describe(
            'event that each new version is invoked with before it goes into service; the functions do nothing for it',
          ),
        keep: z
          .int()
          .min(2)
          .max(400)
          .optional()
          .describe(
            'releases whose versions and artifacts stay when a deploy has ended well, 2 to 400; all when left out',
          ),
      }),
    ])
    .describe('what it is deployed to: { type: lambda }'),
  functions: z
    .record(name('a name'), functionDefinition)
    .describe('each function by its name, with handler, memory, timeout and trigger'),
  queues: z
    .record(name('a name'), queueDefinition)
    .default({})
    .describe('each queue by its name, with its visibility_timeout'),
  migrations: z
    .string()
    .min(1)
    .default('migrations')
    .describe("folder of the database's migrations, from the folder that holds this file"),
  environment: z.record(name('a name'), environment).describe('each environment by its name'),
  chat: chat.optional().describe('who may do what from Slack; without it nothing is done from there'),
});

export type ProjectFile = z.infer<typeof projectFile>;
export type EnvironmentInFile = z.infer<typeof environment>;

/** Returns the JSON schema of superbowleto.yml, for editors. */
export function projectFileJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(projectFile, { io: 'input' });
  return { $schema, title: PROJECT_FILE, ...schema };
}
