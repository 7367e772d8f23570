import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Lambda's limit on an answer, in bytes. */
export const MAX_RESPONSE = 6_291_556;

export interface RuntimeInvocation {
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly functionArn: string;
  readonly traceId: string;
  /** JSON, already decoded from the caller's base64. */
  readonly clientContext: string | undefined;
  readonly payload: Buffer;
}

export interface RuntimeEvents {
  /** The runtime waits for an invocation; `peakMemory` is in KiB. */
  onNext(peakMemory: number | undefined): void;
  onResponse(payload: Buffer): void;
  onTooLarge(): void;
  onError(payload: Buffer): void;
  onInitializationError(payload: Buffer): void;
}

/** The Runtime API (version 2018-06-01) of one execution environment, on its own loopback port. */
export class RuntimeApi {
  readonly #server: Server;
  readonly #events: RuntimeEvents;
  #waiting: ServerResponse | undefined;
  #current: string | undefined;

  constructor(events: RuntimeEvents) {
    this.#events = events;
    this.#server = createServer((request, response) => {
      this.#route(request, response).catch(() => response.destroy());
    });
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
  }

  /** Listens on a free port. Returns `host:port`, for AWS_LAMBDA_RUNTIME_API. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** Answers the runtime's pending `next`. */
  deliver(invocation: RuntimeInvocation): void {
    const response = this.#waiting;
    if (response === undefined) throw new Error('The runtime is not waiting for an invocation');
    this.#waiting = undefined;
    this.#current = invocation.requestId;
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(invocation.deadline),
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
      'lambda-runtime-trace-id': invocation.traceId,
      ...(invocation.clientContext && { 'lambda-runtime-client-context': invocation.clientContext }),
    });
    response.end(invocation.payload);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url}`;
    const payload = await readBody(request);
    if (route === 'GET /2018-06-01/runtime/invocation/next') return this.#next(request, response);
    if (route === 'POST /2018-06-01/runtime/init/error') {
      this.#events.onInitializationError(payload);
      return accept(response);
    }
    const match = /^POST \/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(route);
    if (match === null) return refuse(response, 404, 'InvalidResource', `There is no ${route}`);
    if (match[1] !== this.#current) return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    this.#current = undefined;
    if (payload.length > MAX_RESPONSE) {
      this.#events.onTooLarge();
      return refuse(
        response,
        413,
        'RequestEntityTooLarge',
        `Exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`,
      );
    }
    if (match[2] === 'response') this.#events.onResponse(payload);
    else this.#events.onError(payload);
    accept(response);
  }

  #next(request: IncomingMessage, response: ServerResponse): void {
    this.#waiting = response;
    response.on('close', () => {
      if (this.#waiting === response) this.#waiting = undefined;
    });
    const peak = Number(request.headers['lambda-runtime-peak-memory']);
    this.#events.onNext(Number.isFinite(peak) ? peak : undefined);
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ errorType, errorMessage }));
}
