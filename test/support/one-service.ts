import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.js';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
} from '../../src/emulator/aws/service.js';

export interface OneService<T extends AwsService> {
  readonly service: T;
  readonly endpoint: string;
  readonly directory: string;
  /** The options of an SDK client: `new S3Client(one.client)`. */
  readonly client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** Replaces the service, without stopping it, by another one with the same state and port. */
  restart(): Promise<T>;
  stop(): Promise<void>;
}

/**
 * Serves one emulated service over HTTP on its own port, without the stage's router. It checks no signatures.
 *
 * @param overrides parts of the context; a given `directory` is not deleted when the service stops
 */
export async function serveOne<T extends AwsService>(
  create: (context: EmulatorContext) => T,
  overrides: Partial<EmulatorContext> = {},
): Promise<OneService<T>> {
  const directory = overrides.directory ?? (await mkdtemp(join(tmpdir(), 'sbw-one-service-')));
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  let service: T | undefined;
  const server = createServer((request, response) => void answer(service, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context: EmulatorContext = {
    account: '000000000000',
    region: 'us-east-1',
    directory,
    endpoint: () => endpoint,
    credentials,
    clock: systemClock,
    report: () => {},
    ...overrides,
  };
  service = create(context);
  const first = service;
  return {
    get service() {
      return service ?? first;
    },
    endpoint,
    directory,
    client: { endpoint, region: context.region, credentials },
    restart: async () => {
      service = create(context);
      return service;
    },
    stop: async () => {
      await service?.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (!overrides.directory) await rm(directory, { recursive: true, force: true });
    },
  };
}

async function answer(
  service: AwsService | undefined,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  const request: AwsRequest = {
    method: incoming.method ?? 'GET',
    url: new URL(`http://${incoming.headers.host}${incoming.url}`),
    target: incoming.url ?? '/',
    rawHeaders: incoming.rawHeaders,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]),
    ),
    body: Buffer.concat(await incoming.toArray()),
    signal: closed.signal,
    requestId: randomUUID(),
  };
  send(response, await handled(service, request));
}

async function handled(service: AwsService | undefined, request: AwsRequest): Promise<AwsResponse> {
  try {
    if (!service) throw new Error('The service is not there yet');
    return await service.handle(request);
  } catch (error) {
    if (error instanceof AwsError && service) return service.encodeError(error, request);
    return { status: 500, body: String(error instanceof Error ? error.stack : error) };
  }
}

function send(response: ServerResponse, { status, headers, body }: AwsResponse): void {
  response.writeHead(status, headers);
  response.end(body);
}
