import {
  CreateFunctionCommand,
  type FunctionConfiguration,
  InvokeCommand,
  type InvokeCommandOutput,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
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

/** The emulator's Lambda without the other services, and a client for it. */
export interface LambdaStage {
  readonly one: OneService<LambdaService>;
  readonly client: LambdaClient;
  /** The log events of all functions, oldest first. */
  readonly logged: LoggedEvent[];
  /** The lines that Lambda reported to the operator. */
  readonly reported: string[];
  /** Ids of the process groups that run functions now. */
  readonly processes: Set<number>;
  /** Objects of S3 that Lambda can read, by `bucket/key`. */
  readonly objects: Map<string, Buffer>;
  /**
   * Creates a function and waits until it is active.
   *
   * @param code the content of `index.js`, or several files by name
   */
  create(
    name: string,
    code: string | Record<string, string>,
    settings?: Partial<FunctionSettingsInput>,
  ): Promise<FunctionConfiguration>;
  /** Changes the code of a function, which then returns `text`, and waits until the change is complete. */
  update(name: string, text: string): Promise<void>;
  /** Waits until the last change of a function is complete. */
  updated(name: string): Promise<void>;
  /** Publishes the code and settings of a function. Returns the version's number when it is active. */
  publish(name: string): Promise<string>;
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

/** The parsed result of one call. */
export interface Invoked {
  /** The header X-Amz-Function-Error, or undefined when the function succeeded. */
  readonly error: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests read single members of a function's answer
  readonly payload: any;
  readonly version: string | undefined;
  /** The last 4 KiB of the log, or '' unless the caller asked for it. */
  readonly tail: string;
  readonly output: InvokeCommandOutput;
}

export const ROLE = 'arn:aws:iam::000000000000:role/service';

/** Seconds, for the waiters of the SDK. */
const WAIT = { maxWaitTime: 20, minDelay: 0.02, maxDelay: 0.05 };

/**
 * Starts Lambda on its own port. `stop` ends it and its functions.
 *
 * @param queues the queues of event source mappings; by default no queue has a message
 */
export async function startLambda(options: LambdaOptions = {}, queues?: QueueSource): Promise<LambdaStage> {
  const logged: LoggedEvent[] = [];
  const reported: string[] = [];
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
    { report: (line) => void reported.push(line) },
  );
  one.service.start();
  const client = new LambdaClient({ ...one.client, maxAttempts: 1 });
  return {
    one,
    client,
    logged,
    reported,
    processes,
    objects,
    create: (name, code, settings = {}) => createFunction(client, name, code, settings),
    update: async (name, text) => {
      const ZipFile = await codeReturning(text);
      await client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
      await waitUntilUpdated(client, name);
    },
    updated: (name) => waitUntilUpdated(client, name),
    publish: (name) => publishVersion(client, name),
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
      // Lambda's default of 3 seconds is too short for a busy machine.
      Timeout: 30,
      ...settings,
    }),
  );
  await waitUntilFunctionActiveV2({ client, ...WAIT }, { FunctionName: name });
  return created;
}

async function waitUntilUpdated(client: LambdaClient, name: string): Promise<void> {
  await waitUntilFunctionUpdatedV2({ client, ...WAIT }, { FunctionName: name });
}

async function publishVersion(client: LambdaClient, name: string): Promise<string> {
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName: name }));
  await waitUntilPublishedVersionActive({ client, ...WAIT }, { FunctionName: name, Qualifier: Version });
  return Version ?? '';
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

/** Returns the zip of a function that returns `text`. */
export function codeReturning(text: string): Promise<Buffer> {
  return zipOf({ 'index.js': `exports.handler = async () => ${JSON.stringify(text)};` });
}

/** Returns a zip of files, given by name. */
export async function zipOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
