import { type IncomingHttpHeaders, request } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsRequest, AwsResponse, AwsService } from '../../../src/emulator/aws/service.js';
import type { Call, Fault } from '../../../src/emulator/faults.js';
import { Router } from '../../../src/emulator/router.js';
import { ManualClock } from '../../support/manual-clock.js';
import { sha256 } from '../../support/sha256.js';

export const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

/** Headers of an awsQuery request. */
export const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A router that listens, with three services that record their requests. */
export class RouterStage {
  readonly clock = new ManualClock();
  readonly reports: string[] = [];
  readonly received: { scope: string; request: AwsRequest }[] = [];
  /** The calls for which the router asked for a fault. */
  readonly calls: Call[] = [];
  /** Answers every request to a service. */
  respond: (request: AwsRequest) => Promise<AwsResponse> | AwsResponse = () => ({
    status: 200,
    body: 'done',
  });
  fault: Fault | undefined;
  port = 0;
  readonly #router = new Router({
    services: ['execute-api', 'kms', 'bank'].map((scope) => this.serviceWith(scope)),
    unsigned: 'execute-api',
    unsignedBelow: (path) => (path.startsWith('/bank/') ? 'bank' : undefined),
    credentials,
    clock: this.clock,
    report: (line) => this.reports.push(line),
    faults: (call) => {
      this.calls.push(call);
      return this.fault;
    },
  });

  static async start(): Promise<RouterStage> {
    const stage = new RouterStage();
    stage.port = await stage.#router.listen(0);
    return stage;
  }

  close(): Promise<void> {
    return this.#router.close();
  }

  serviceWith(scope: string): AwsService {
    return {
      scope,
      handle: async (given) => {
        this.received.push({ scope, request: given });
        return this.respond(given);
      },
      encodeError: ({ code, status, message }) => ({ status, body: `${scope}: ${code}: ${message}` }),
      stop: async () => {},
    };
  }

  /** Sends an unsigned request. */
  send(
    path: string,
    { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: object; body?: string } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, path, method, headers: { ...headers } };
      const outgoing = request(options);
      outgoing.on('error', reject);
      outgoing.on('response', async (incoming) => {
        const text = Buffer.concat(await incoming.toArray()).toString();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
      });
      outgoing.end(body);
    });
  }

  /** Sends a request with a signature for `service`. */
  async signed(
    service: string,
    { secret = credentials.secretAccessKey, headers = {}, body = '{}' } = {},
  ): Promise<Answer> {
    const signer = new SignatureV4({
      credentials: { ...credentials, secretAccessKey: secret },
      region: 'us-east-1',
      service,
      sha256,
    });
    const unsigned = {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: '/',
      headers: { host: `127.0.0.1:${this.port}`, ...headers },
      body,
    };
    const { headers: all } = await signer.sign(unsigned, { signingDate: this.clock.now() });
    return this.send('/', { method: 'POST', headers: all, body });
  }
}
