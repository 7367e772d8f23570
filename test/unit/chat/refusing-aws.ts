import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const VARIABLES = { AWS_ACCESS_KEY_ID: 'TEST', AWS_SECRET_ACCESS_KEY: 'test' };

/** An endpoint of AWS that refuses every call. While it runs, the environment variables have keys for it. */
export class RefusingAws {
  /** How many calls it got since `reset`. */
  calls = 0;
  /** It refuses a call as soon as this resolves. */
  refusal: Promise<void> = Promise.resolve();
  readonly #server: Server;
  readonly #variables = { ...process.env };

  private constructor() {
    this.#server = createServer(async (_request, response) => {
      this.calls += 1;
      await this.refusal;
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not allowed' }));
    }).listen(0, '127.0.0.1');
    Object.assign(process.env, VARIABLES);
  }

  static async start(): Promise<RefusingAws> {
    const aws = new RefusingAws();
    await once(aws.#server, 'listening');
    return aws;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.calls = 0;
    this.refusal = Promise.resolve();
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    for (const name of Object.keys(VARIABLES)) {
      if (this.#variables[name] === undefined) delete process.env[name];
      else process.env[name] = this.#variables[name];
    }
  }
}
