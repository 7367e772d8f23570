import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
} from '../../src/emulator/aws/service.js';
import { ManualClock } from './manual-clock.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

export interface CallableService<T> {
  readonly service: T;
  readonly clock: ManualClock;
  readonly directory: string;
  /** Calls the service; `line` is the method and the path with its query: `GET /bucket?versions`. */
  call(line: string, headers?: Record<string, string>, body?: string | Buffer): Promise<Answer>;
  /** Replaces the service with a new one on the same state. */
  reopen(): Promise<void>;
  /** Stops the service and deletes its state. */
  close(): Promise<void>;
}

/**
 * Opens one emulated service in this process, without HTTP and without signatures, and with a manual clock.
 *
 * @example
 * const s3 = await callable((context) => new S3Service(context));
 * await s3.call('PUT /artifacts');
 */
export async function callable<T extends AwsService>(
  create: (context: EmulatorContext) => T | Promise<T>,
  overrides: Partial<EmulatorContext> = {},
): Promise<CallableService<T>> {
  const clock = new ManualClock();
  const directory = mkdtempSync(join(tmpdir(), 'sbw-service-'));
  const context: EmulatorContext = {
    account: '000000000000',
    region: 'us-east-1',
    directory,
    endpoint: () => 'http://127.0.0.1:4580',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    clock,
    report: () => {},
    ...overrides,
  };
  let service = await create(context);
  return {
    get service() {
      return service;
    },
    clock,
    directory,
    call: async (line, headers = {}, body = '') => answerOf(await call(service, line, headers, body)),
    reopen: async () => {
      service = await create(context);
    },
    close: async () => {
      await service.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function call(
  service: AwsService,
  line: string,
  headers: Record<string, string>,
  body: string | Buffer,
): Promise<AwsResponse> {
  const [method = '', target = ''] = line.split(' ');
  const request: AwsRequest = {
    method,
    url: new URL(`http://127.0.0.1:4580${target}`),
    target,
    headers,
    body: Buffer.from(body),
    signal: new AbortController().signal,
    requestId: 'request-1',
  };
  try {
    return await service.handle(request);
  } catch (error) {
    if (error instanceof AwsError) return service.encodeError(error, request);
    throw error;
  }
}

const answerOf = ({ status, headers = {}, body = '' }: AwsResponse): Answer => ({
  status,
  headers,
  body: body.toString(),
});

/** The answer of a service that speaks JSON. */
export interface JsonAnswer {
  readonly status: number;
  /** Members of the answer, or of the error. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The code of an error, without its namespace; undefined for another answer. */
  readonly code: string | undefined;
  readonly headers: Answer['headers'];
}

/**
 * Calls an operation of a service that speaks awsJson.
 *
 * @param more headers besides X-Amz-Target, or in its place
 * @example await callJson(kms, 'ListKeys') // { status: 200, body: { Keys: [], … }, … }
 */
export async function callJson(
  service: Pick<CallableService<unknown>, 'call'>,
  operation: string,
  input: unknown = {},
  more: Record<string, string> = {},
): Promise<JsonAnswer> {
  const sent = { 'x-amz-target': `Service.${operation}`, ...more };
  const { status, headers, body } = await service.call('POST /', sent, JSON.stringify(input));
  const members = JSON.parse(body || '{}') as Record<string, unknown>;
  const type = typeof members.__type === 'string' ? members.__type : undefined;
  return { status, headers, body: members, code: type?.replace(/^.*#/, '') };
}
