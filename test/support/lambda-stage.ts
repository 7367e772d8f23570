import {
  CreateFunctionCommand,
  type FunctionConfiguration,
  InvokeCommand,
  type InvokeCommandOutput,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { ZipFile } from 'yazl';
import { AwsError, type QueueSource } from '../../src/emulator/aws/service.js';
import { Metrics } from '../../src/emulator/cloudwatch/metrics.js';
import { type LambdaOptions, LambdaService } from '../../src/emulator/lambda/index.js';
import { type OneService, serveOne } from './one-service.js';

export interface LoggedEvent {
  readonly group: string;
  readonly stream: string;
  readonly message: string;
}

/** Lambda of the local stage alone, with a client, what it logged, and the process groups that it runs. */
export interface LambdaStage {
  readonly one: OneService<LambdaService>;
  readonly client: LambdaClient;
  readonly logged: LoggedEvent[];
  readonly processes: Set<number>;
  readonly objects: Map<string, Buffer>;
  /** Creates a function of `index.js` (or the files given) and waits until it is active. */
  create(
    name: string,
    code: string | Record<string, string>,
    settings?: Partial<FunctionSettingsInput>,
  ): Promise<FunctionConfiguration>;
  invoke(name: string, event?: unknown, options?: { qualifier?: string; tail?: boolean }): Promise<Invoked>;
  stop(): Promise<void>;
}

interface FunctionSettingsInput {
  Handler: string;
  Runtime: 'nodejs20.x' | 'nodejs24.x';
  Timeout: number;
  MemorySize: number;
  Environment: { Variables: Record<string, string> };
  LoggingConfig: { LogFormat: 'Text' | 'JSON' };
}

export interface Invoked {
  readonly error: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: what a function answers is looked at member by member
  readonly payload: any;
  readonly version: string | undefined;
  readonly tail: string;
  readonly output: InvokeCommandOutput;
}

export const ROLE = 'arn:aws:iam::000000000000:role/service';

export async function startLambda(options: LambdaOptions = {}, queues?: QueueSource): Promise<LambdaStage> {
  const logged: LoggedEvent[] = [];
  const processes = new Set<number>();
  const objects = new Map<string, Buffer>();
  const one = await serveOne(
    (context) =>
      new LambdaService(
        context,
        {
          objects: {
            read: async (bucket, key) => {
              const found = objects.get(`${bucket}/${key}`);
              if (found) return found;
              throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.');
            },
          },
          queues: queues ?? { receive: async () => [], delete: async () => {} },
          logs: {
            append: (group, stream, events) => {
              for (const { message } of events) logged.push({ group, stream, message });
            },
          },
          metrics: new Metrics(context.clock),
          processes: { add: (pid) => processes.add(pid), remove: (pid) => processes.delete(pid) },
        },
        { transition: 20, ...options },
      ),
  );
  one.service.start();
  const client = new LambdaClient({ ...one.client, maxAttempts: 1 });
  return {
    one,
    client,
    logged,
    processes,
    objects,
    create: (name, code, settings = {}) => createFunction(client, name, code, settings),
    invoke: (name, event, how) => invokeFunction(client, name, event, how),
    stop: async () => {
      client.destroy();
      await one.stop();
    },
  };
}

async function createFunction(
  client: LambdaClient,
  name: string,
  code: string | Record<string, string>,
  settings: Partial<FunctionSettingsInput>,
): Promise<FunctionConfiguration> {
  const created = await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: await zipOf(typeof code === 'string' ? { 'index.js': code } : code) },
      ...settings,
    }),
  );
  await waitUntilFunctionActiveV2(
    { client, maxWaitTime: 5, minDelay: 0.02, maxDelay: 0.05 },
    { FunctionName: name },
  );
  return created;
}

async function invokeFunction(
  client: LambdaClient,
  name: string,
  event: unknown = {},
  how: { qualifier?: string; tail?: boolean } = {},
): Promise<Invoked> {
  const output = await client.send(
    new InvokeCommand({
      FunctionName: name,
      Payload: Buffer.from(JSON.stringify(event)),
      ...(how.qualifier && { Qualifier: how.qualifier }),
      ...(how.tail && { LogType: 'Tail' }),
    }),
  );
  const text = output.Payload?.transformToString() ?? '';
  return {
    error: output.FunctionError,
    payload: text === '' ? undefined : JSON.parse(text),
    version: output.ExecutedVersion,
    tail: Buffer.from(output.LogResult ?? '', 'base64').toString('utf8'),
    output,
  };
}

/** A zip of files by their names. */
export async function zipOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
