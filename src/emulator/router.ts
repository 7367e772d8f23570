import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.js';
import type { Report } from '../report.js';
import { jsonError, jsonOperation, queryError } from './aws/protocols.js';
import { refusalError } from './aws/refusals.js';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
} from './aws/service.js';
import { findSignature, verifySignature } from './aws/signature.js';
import type { Fault, Faults } from './faults.js';

export interface RouterOptions {
  readonly services: readonly AwsService[];
  /** Scope of the service that receives requests without a signature. */
  readonly unsigned: string;
  /** Returns the scope of another service for an unsigned request, by its path; undefined for the default. */
  readonly unsignedBelow?: (path: string) => string | undefined;
  readonly credentials: EmulatorContext['credentials'];
  readonly clock: Clock;
  readonly report: Report;
  readonly faults?: Faults;
}

/** The largest accepted body, in bytes. It is read into memory. */
const LARGEST_BODY = 512 * 1024 * 1024;

/** Serves every service on one port. The credential scope of the signature names the service. */
export class Router {
  readonly #options: RouterOptions;
  readonly #services: ReadonlyMap<string, AwsService>;
  readonly #server = createServer((incoming, outgoing) => void this.#answer(incoming, outgoing));

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#services = new Map(options.services.map((service) => [service.scope, service]));
    // Longer than clients pause between two attempts. A connection that closes as a request arrives loses the answer.
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Listens on 127.0.0.1 and returns the port. Rejects with EADDRINUSE. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Ends every connection, answered or not. A second call does nothing. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    try {
      const body = await readBody(incoming);
      const request = awsRequest(incoming, outgoing, body, requestId);
      const { answer, fault } = await this.#respond(request, incoming.url ?? '/');
      if (fault?.type === 'silence') return;
      if (fault?.type === 'lost-answer') outgoing.destroy();
      else send(outgoing, answer, requestId);
    } catch (error) {
      if (error instanceof Silence) return;
      if (!(error instanceof Reset)) this.#options.report(`A request could not be read: ${String(error)}`);
      outgoing.destroy();
    }
  }

  /** Turns every error into an answer in the protocol of the called service. */
  async #respond(
    request: AwsRequest,
    target: string,
  ): Promise<{ answer: AwsResponse; fault: Fault | undefined }> {
    const { unsigned, unsignedBelow } = this.#options;
    const signature = findSignature({ target, headers: request.headers });
    const scope = signature?.service ?? unsignedBelow?.(request.url.pathname) ?? unsigned;
    const service = this.#services.get(scope);
    let fault: Fault | undefined;
    try {
      await this.#verify(request, target);
      fault = await this.#injectFault(request, scope);
      if (!service) throw unknownService(scope);
      return { answer: await service.handle(request), fault };
    } catch (error) {
      if (error instanceof Reset || error instanceof Silence) throw error;
      const awsError = error instanceof AwsError ? error : this.#failure(error, scope, request);
      return {
        answer: service?.encodeError(awsError, request) ?? encodeUnknown(awsError, request),
        fault,
      };
    }
  }

  async #verify(request: AwsRequest, target: string): Promise<void> {
    const wire = { method: request.method, target, headers: request.headers, body: request.body };
    const signature = findSignature(wire);
    if (!signature) return;
    const refusal = await verifySignature(wire, signature, this.#options.credentials, this.#options.clock);
    if (refusal) throw refusalError(refusal, signature.service);
  }

  async #injectFault(request: AwsRequest, service: string): Promise<Fault | undefined> {
    const { method, url, body, headers } = request;
    const session = headers['x-amz-security-token'];
    const call = { service, operation: operationOf(request), method, path: url.pathname, session, body };
    const fault = this.#options.faults?.(call);
    if (fault?.type === 'delay') await this.#options.clock.sleep(fault.milliseconds);
    if (fault?.type === 'error') throw new AwsError(fault.code, fault.status, 'A fault that was asked for.');
    if (fault?.type === 'reset') throw new Reset();
    if (fault?.type === 'silence' && !fault.done) throw new Silence();
    return fault;
  }

  #failure(error: unknown, scope: string, request: AwsRequest): AwsError {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#options.report(`${scope} failed at ${request.method} ${request.url.pathname}: ${text}`);
    return new AwsError(
      'InternalFailure',
      500,
      'The local stage failed at this request; its output tells why.',
    );
  }
}

/** A fault asked to break the connection. */
class Reset extends Error {}

/** A fault asked to send no answer. */
class Silence extends Error {}

function unknownService(scope: string): AwsError {
  return new AwsError(
    'NotImplemented',
    501,
    `The local stage has no service "${scope}". It is a development stand-in for AWS.`,
  );
}

/** Encodes an error for an unknown service. Only the request shows the protocol. */
function encodeUnknown(error: AwsError, request: AwsRequest): AwsResponse {
  return isForm(request) ? queryError(request, error, '') : jsonError(request, error, '1.1');
}

function isForm({ headers }: AwsRequest): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function operationOf(request: AwsRequest): string {
  if (request.headers['x-amz-target']) return jsonOperation(request);
  if (!isForm(request)) return '';
  return new URLSearchParams(request.body.toString()).get('Action') ?? '';
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) throw new Error(`its body has more than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function awsRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: Buffer,
  requestId: string,
): AwsRequest {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  return {
    method: incoming.method ?? 'GET',
    url: targetUrl(incoming),
    target: incoming.url ?? '/',
    rawHeaders: incoming.rawHeaders,
    headers: flatHeaders(incoming),
    body,
    signal: gone.signal,
    requestId,
  };
}

/** Joins the URL by hand: a base would turn `//bucket` into a host name. */
function targetUrl({ url = '/', socket }: IncomingMessage): URL {
  return new URL(`http://127.0.0.1:${socket.localPort}${url.startsWith('/') ? url : '/'}`);
}

function flatHeaders({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}

function send(outgoing: ServerResponse, answer: AwsResponse, requestId: string): void {
  if (outgoing.destroyed) return;
  const headers = { 'x-amzn-requestid': requestId, ...answer.headers };
  const body = answer.body ?? '';
  const hasLength = 'content-length' in headers || answer.status === 204 || answer.status === 304;
  if (!hasLength) Object.assign(headers, { 'content-length': Buffer.byteLength(body) });
  outgoing.writeHead(answer.status, headers);
  outgoing.end(body);
}
