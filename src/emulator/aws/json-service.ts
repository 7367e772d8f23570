import { gunzipSync } from 'node:zlib';
import { jsonAnswer, jsonError, jsonOperation } from './protocols.js';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, notSupported } from './service.js';

/** Members of a request. Their types are not checked yet. */
export type JsonInput = Readonly<Record<string, unknown>>;

/** Answers one operation. Undefined is sent as an empty structure. */
export type JsonOperation = (input: JsonInput, request: AwsRequest) => unknown;

/** The base of every service that speaks awsJson 1.0 or 1.1. The header X-Amz-Target names the operation. */
export abstract class JsonService implements AwsService {
  readonly scope: string;
  readonly #title: string;
  readonly #version: '1.0' | '1.1';

  /** @param title the service's name in the error for an unknown operation: `KMS` */
  constructor(scope: string, title: string, version: '1.0' | '1.1') {
    this.scope = scope;
    this.#title = title;
    this.#version = version;
  }

  /** Keyed by the names of the service model. The service answers 501 to any other operation. */
  protected abstract readonly operations: Readonly<Record<string, JsonOperation>>;

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const name = jsonOperation(request);
    const operation = Object.hasOwn(this.operations, name) ? this.operations[name] : undefined;
    if (!operation) {
      const protocol = `requests without X-Amz-Target (only awsJson ${this.#version})`;
      throw notSupported(this.#title, name || protocol);
    }
    return jsonAnswer(request, (await operation(readJson(request), request)) ?? {}, this.#version);
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return jsonError(request, error, this.#version);
  }

  async stop(): Promise<void> {}
}

/**
 * Reads the JSON object in a request's body. An empty body is an empty object. The SDK compresses a long body.
 *
 * @throws AwsError SerializationException
 */
function readJson({ headers, body }: AwsRequest): JsonInput {
  try {
    const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const input: unknown = JSON.parse(text.toString() || '{}');
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as JsonInput;
  } catch {
    // The error below covers JSON that is not an object too.
  }
  throw new AwsError('SerializationException', 400, 'The request body is no JSON object');
}
