import { Agent, type IncomingMessage, request } from 'node:http';

/** One invocation from the Runtime API. */
export interface Invocation {
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly functionArn: string;
  readonly traceId: string | undefined;
  readonly clientContext: string | undefined;
  readonly identity: string | undefined;
  readonly body: string;
}

/**
 * A client of the Lambda Runtime API (version 2018-06-01).
 *
 * Its idle connections do not keep the event loop alive. The answer of a callback handler is sent when the event loop is
 * empty, so a socket of the runtime must not count.
 */
export class RuntimeClient {
  readonly #host: string;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 2 });

  /** @param address `host:port`, from AWS_LAMBDA_RUNTIME_API */
  constructor(address: string) {
    const separator = address.lastIndexOf(':');
    this.#host = address.slice(0, separator);
    this.#port = Number(address.slice(separator + 1));
  }

  async next(): Promise<Invocation> {
    const peakMemory = String(process.resourceUsage().maxRSS);
    const { headers, body } = await this.#call('GET', '/runtime/invocation/next', {
      'lambda-runtime-peak-memory': peakMemory,
    });
    return {
      requestId: header(headers, 'lambda-runtime-aws-request-id') ?? '',
      deadline: Number(header(headers, 'lambda-runtime-deadline-ms')),
      functionArn: header(headers, 'lambda-runtime-invoked-function-arn') ?? '',
      traceId: header(headers, 'lambda-runtime-trace-id'),
      clientContext: header(headers, 'lambda-runtime-client-context'),
      identity: header(headers, 'lambda-runtime-cognito-identity'),
      body,
    };
  }

  async respond(requestId: string, body: string): Promise<void> {
    await this.#call('POST', `/runtime/invocation/${requestId}/response`, {}, body);
  }

  async fail(requestId: string, error: { errorType: string }): Promise<void> {
    await this.#call(
      'POST',
      `/runtime/invocation/${requestId}/error`,
      { 'lambda-runtime-function-error-type': headerText(error.errorType) },
      JSON.stringify(error),
    );
  }

  async failInitialization(error: { errorType: string }): Promise<void> {
    await this.#call(
      'POST',
      '/runtime/init/error',
      { 'lambda-runtime-function-error-type': headerText(error.errorType) },
      JSON.stringify(error),
    );
  }

  #call(
    method: string,
    path: string,
    headers: Record<string, string>,
    body = '',
  ): Promise<{ headers: IncomingMessage['headers']; body: string }> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: this.#host,
          port: this.#port,
          agent: this.#agent,
          method,
          path: `/2018-06-01${path}`,
          headers: {
            ...headers,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({ headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

function header(headers: IncomingMessage['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Replaces characters that a header cannot contain, because the name of an error class may. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}
