/// <reference path="./dynalite.d.ts" />
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { jsonAnswer, jsonError, jsonOperation } from '../aws/protocols.js';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
  notSupported,
} from '../aws/service.js';
import { EmulatorError } from '../emulator-error.js';

/** The operations of dynalite. It answers any other (transactions, PartiQL, backups) as an unknown one. */
const supported = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
]);

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** DynamoDB: the npm package `dynalite`, with its tables on disk. */
export class DynamoDbService implements AwsService {
  readonly scope = 'dynamodb';
  readonly #server: Server;
  readonly #listener: Listener;
  #closed: Promise<void> | undefined;

  private constructor(server: Server) {
    this.#server = server;
    this.#listener = server.listeners('request')[0] as Listener;
  }

  /** Opens the tables of the service's folder. @throws EmulatorError DYNALITE_MISSING */
  static async open(context: EmulatorContext): Promise<DynamoDbService> {
    const { default: dynalite } = await import('dynalite').catch((error: unknown) => {
      throw new EmulatorError(
        'DYNALITE_MISSING',
        'The local stage needs the npm package dynalite, which is not installed. Run npm ci without --omit=optional.',
        { cause: error },
      );
    });
    const path = join(context.directory, 'tables');
    return new DynamoDbService(dynalite({ path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 }));
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const operation = jsonOperation(request);
    if (operation === 'DescribeContinuousBackups') return this.#describeBackups(request);
    if (!supported.has(operation)) throw notSupported('DynamoDB', operation || 'without X-Amz-Target');
    return this.#ask(request);
  }

  /** Answers as AWS does for a table without point-in-time recovery, which the emulator does not support. */
  async #describeBackups(request: AwsRequest): Promise<AwsResponse> {
    const target = 'DynamoDB_20120810.DescribeTable';
    const described = await this.#ask({
      ...request,
      headers: { ...request.headers, 'x-amz-target': target },
    });
    if (described.status !== 200) throw tableNotFound(request);
    return jsonAnswer(
      request,
      {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
        },
      },
      '1.0',
    );
  }

  async #ask(request: AwsRequest): Promise<AwsResponse> {
    // dynalite is a request listener, but the router has read the body to verify the signature.
    const incoming = Object.assign(Readable.from([request.body]), {
      method: request.method,
      url: `${request.url.pathname}${request.url.search}`,
      headers: request.headers,
    });
    return await new Promise((resolve) => {
      this.#listener(incoming as unknown as IncomingMessage, collector(resolve));
    });
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return jsonError(request, error, '1.0');
  }

  /** Closes the server, which never listened; with it, dynalite closes its database. */
  stop(): Promise<void> {
    this.#closed ??= new Promise((resolve) => this.#server.close(() => resolve()));
    return this.#closed;
  }
}

function tableNotFound({ body }: AwsRequest): AwsError {
  const { TableName: name } = JSON.parse(body.toString()) as { TableName?: string };
  return new AwsError('TableNotFoundException', 400, `Table not found: ${name}`);
}

/** Returns the parts of a ServerResponse that dynalite uses; `end` resolves with the answer. */
function collector(resolve: (answer: AwsResponse) => void): ServerResponse {
  const headers: Record<string, string> = {};
  const response = {
    statusCode: 200,
    setHeader(name: string, value: unknown) {
      headers[name.toLowerCase()] = String(value);
    },
    end(body = '') {
      resolve({ status: response.statusCode, headers, body });
    },
  };
  return response as unknown as ServerResponse;
}
