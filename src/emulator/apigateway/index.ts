import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
} from '../aws/service.js';
import type { FunctionInvoker, InvocationResult } from '../lambda/index.js';
import { StateFile } from '../state-file.js';
import type { ApiDefinition, ApiKey } from './definition.js';
import { proxyEvent } from './event.js';
import { isBinary } from './media-types.js';
import { proxyResponse } from './response.js';
import { findRoute, type RouteMatch } from './routes.js';
import { TokenBucket } from './throttle.js';

export { ApiGatewayAdministration } from './administration.js';
export type { ApiDefinition, ApiKey } from './definition.js';
export { apiKeyId } from './event.js';

/** API Gateway's limit on a request's body, in bytes. */
const MAX_REQUEST = 10 * 1024 * 1024;
/** Milliseconds that API Gateway waits for a function. */
const INTEGRATION_TIMEOUT = 29_000;

/** API Gateway's REST APIs (v1): `/<stage>/…` calls the route's function through the Lambda proxy integration. */
export class ApiGatewayService implements AwsService {
  readonly scope = 'execute-api';
  readonly #context: EmulatorContext;
  readonly #functions: FunctionInvoker;
  readonly #file: StateFile<ApiDefinition[]>;
  #definitions: ApiDefinition[];
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(context: EmulatorContext, dependencies: { functions: FunctionInvoker }) {
    this.#context = context;
    this.#functions = dependencies.functions;
    this.#file = new StateFile(join(context.directory, 'apis.json'));
    this.#definitions = this.#file.read() ?? [];
  }

  /** Creates an API, or replaces the one of the same name. Throws Error when another API has the same stage. */
  define(definition: ApiDefinition): void {
    const others = this.#definitions.filter(({ name }) => name !== definition.name);
    if (others.some(({ stage }) => stage === definition.stage)) {
      throw new Error(`Another API of the local stage has the stage name "${definition.stage}"`);
    }
    this.#definitions = [...others, definition];
    this.#buckets.clear();
    this.#file.save(this.#definitions);
  }

  definitions(): readonly ApiDefinition[] {
    return this.#definitions;
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const { pathname } = request.url;
    const definition = this.#definitions.find(
      ({ stage }) => pathname === `/${stage}` || pathname.startsWith(`/${stage}/`),
    );
    if (definition === undefined) return answer(request, 403, 'ForbiddenException', 'Forbidden');
    const path = pathname.slice(definition.stage.length + 1) || '/';
    const match = findRoute(definition.routes, request.method, path);
    if (match === undefined) {
      return answer(request, 403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    const needsKey = match.route.apiKey !== false && definition.apiKeys.length > 0;
    const apiKey = needsKey ? findKey(definition.apiKeys, request.headers['x-api-key']) : undefined;
    if (needsKey && apiKey === undefined) {
      return answer(request, 403, 'ForbiddenException', 'Forbidden');
    }
    if (!this.#isAdmitted(definition, apiKey)) {
      return answer(request, 429, 'TooManyRequestsException', 'Too Many Requests');
    }
    if (request.body.length > MAX_REQUEST) {
      return answer(request, 413, 'RequestTooLargeException', 'Request Too Long');
    }
    return this.#integrate(definition, match, request, path, apiKey);
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return answer(request, error.status, error.code, error.message);
  }

  async stop(): Promise<void> {}

  async #integrate(
    definition: ApiDefinition,
    match: RouteMatch,
    request: AwsRequest,
    path: string,
    apiKey: ApiKey | undefined,
  ): Promise<AwsResponse> {
    const { account, clock } = this.#context;
    const event = proxyEvent({ definition, match, request, path, apiKey, account, now: clock.now() });
    const payload = Buffer.from(JSON.stringify(event));
    const result = await this.#call(match.route.functionName, request.requestId, payload);
    if (result === 'timeout') {
      return answer(request, 504, 'GatewayTimeoutException', 'Endpoint request timed out');
    }
    if (result === 'refused') {
      return answer(request, 500, 'InternalServerErrorException', 'Internal server error');
    }
    const decodes = isBinary(request.headers.accept, definition.binaryMediaTypes ?? []);
    const response = result.failed ? undefined : proxyResponse(result.payload, decodes);
    if (response === undefined) {
      return answer(request, 502, 'InternalServerErrorException', 'Internal server error');
    }
    return { ...response, headers: { ...response.headers, 'x-amzn-requestid': request.requestId } };
  }

  /** Calls the function. After the time limit, Lambda continues the work, as on AWS, but API Gateway stops waiting. */
  async #call(
    functionName: string,
    requestId: string,
    payload: Buffer,
  ): Promise<InvocationResult | 'timeout' | 'refused'> {
    const answered = new AbortController();
    const call = this.#functions.invoke(functionName, { requestId, payload }).catch((error: unknown) => {
      if (!(error instanceof AwsError)) throw error;
      this.#context.report(`API Gateway could not call ${functionName}: ${error.code}: ${error.message}`);
      return 'refused' as const;
    });
    const limit = this.#context.clock.sleep(INTEGRATION_TIMEOUT, answered.signal).then(
      () => 'timeout' as const,
      () => call,
    );
    try {
      return await Promise.race([call, limit]);
    } finally {
      answered.abort();
    }
  }

  #isAdmitted(definition: ApiDefinition, apiKey: ApiKey | undefined): boolean {
    if (definition.throttle === undefined) return true;
    const now = this.#context.clock.now().getTime();
    const id = `${definition.name}/${apiKey?.name ?? ''}`;
    const bucket = this.#buckets.get(id) ?? new TokenBucket(definition.throttle, now);
    this.#buckets.set(id, bucket);
    return bucket.take(now);
  }
}

/** Compares every key, and digests of one length, so that the time taken reveals nothing about a value. */
function findKey(keys: readonly ApiKey[], given: string | undefined): ApiKey | undefined {
  const digest = sha256(given ?? '');
  const found = keys.filter((key) => timingSafeEqual(sha256(key.value), digest));
  return given === undefined ? undefined : found[0];
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function answer(request: AwsRequest, status: number, errorType: string, message: string): AwsResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': request.requestId,
      'x-amzn-errortype': errorType,
    },
    body: request.method === 'HEAD' ? '' : JSON.stringify({ message }),
  };
}
