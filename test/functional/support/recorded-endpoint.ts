import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Newcomer, Status } from './newcomer.js';

/** A request to AWS. */
export interface Recorded {
  /** For example `PutItem` or `ModifyDBInstance`. For Lambda: the path. */
  readonly operation: string;
  readonly body: string;
}

/** Returns the body of an answer with status 400, or undefined to pass the request on to AWS. */
export type Refusal = (recorded: Recorded) => string | undefined;

/** A proxy between `sbw` and the stage. It records the requests to AWS, and can refuse them. */
export class RecordedEndpoint {
  readonly requests: Recorded[] = [];
  refuse: Refusal = () => undefined;
  /** Variables that make `sbw` use this proxy as AWS. */
  readonly env: NodeJS.ProcessEnv;
  readonly #stage: URL;
  readonly #home: string;
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  private constructor(stage: string, home: string) {
    this.#stage = new URL(stage);
    this.#home = home;
    this.env = { SBW_HOME: home };
  }

  static async before(machine: Newcomer): Promise<RecordedEndpoint> {
    const { endpoint } = await machine.sbwJson<Status>('local', 'status');
    const recorded = new RecordedEndpoint(endpoint, join(machine.folder, 'recorded'));
    await recorded.#listen(join(machine.env.SBW_HOME ?? '', 'aws-config'), endpoint);
    return recorded;
  }

  async #listen(config: string, endpoint: string): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    mkdirSync(this.#home, { recursive: true, mode: 0o700 });
    const text = readFileSync(config, 'utf8').replaceAll(endpoint, `http://127.0.0.1:${port}`);
    writeFileSync(join(this.#home, 'aws-config'), text, { mode: 0o600 });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request;
    const body = await buffer(request);
    const recorded = { operation: operationOf(request, body.toString()), body: body.toString() };
    this.requests.push(recorded);
    const refused = this.refuse(recorded);
    if (refused !== undefined) {
      response.writeHead(400).end(refused);
      return;
    }
    // The headers are signed, so they stay the same, also `host`.
    const { hostname, port } = this.#stage;
    const onward = forward({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** Reads the operation from the header of the JSON protocols, or from the body of the query protocol. */
function operationOf({ headers, url = '' }: IncomingMessage, body: string): string {
  const target = String(headers['x-amz-target'] ?? '');
  return target.split('.').at(-1) || (new URLSearchParams(body).get('Action') ?? url);
}

/** Returns an error body of DynamoDB or KMS. */
export function jsonRefusal(code: string, message: string): string {
  return JSON.stringify({ __type: code, message });
}

/** Returns an error body of RDS. */
export function queryRefusal(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}
