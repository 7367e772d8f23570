import { AwsError } from '../aws/service.js';
import { type Catalog, isChanging } from './catalog.js';
import { conflict, parseJson } from './errors.js';
import type { AsynchronousQueue } from './execution/asynchronous.js';
import type { ExecutionHost, InvocationRequest, InvocationResult } from './execution/host.js';
import type { Target } from './model.js';

/** Bytes of the largest payload that Lambda accepts, by invocation type. */
const MAX_PAYLOAD = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

/**
 * Calls functions, for API Gateway, EventBridge and event source mappings. `name` may be an ARN, and may include an alias:
 * `f:current`.
 */
export interface FunctionInvoker {
  /** Calls a function and waits for its answer. Throws AwsError when the function could not be called at all. */
  invoke(name: string, request: InvocationRequest): Promise<InvocationResult>;
  /** Queues an event and returns. Lambda repeats the call twice if the function fails. */
  enqueue(name: string, request: InvocationRequest): Promise<void>;
}

export class Invoker implements FunctionInvoker {
  readonly #catalog: Catalog;
  readonly #host: ExecutionHost;
  readonly #queue: AsynchronousQueue;

  constructor(catalog: Catalog, host: ExecutionHost, queue: AsynchronousQueue) {
    this.#catalog = catalog;
    this.#host = host;
    this.#queue = queue;
  }

  async invoke(name: string, request: InvocationRequest, qualifier?: string): Promise<InvocationResult> {
    verifyPayload(request.payload, 'RequestResponse');
    return this.#host.run(this.ready(name, qualifier), request);
  }

  async enqueue(name: string, request: InvocationRequest, qualifier?: string): Promise<void> {
    verifyPayload(request.payload, 'Event');
    const target = this.ready(name, qualifier);
    await this.#queue.add(target.arn, request);
  }

  /** Returns the version to run. Throws AwsError ResourceNotFoundException, or ResourceConflictException during its creation. */
  ready(name: string, qualifier?: string): Target {
    const target = this.#catalog.resolve(name, qualifier);
    if (target.version.change === 'create' && isChanging(target.version, this.#catalog.now())) {
      throw conflict(
        'The operation cannot be performed at this time. The function is currently in the following state: Pending',
      );
    }
    return target;
  }
}

function verifyPayload(payload: Buffer, type: keyof typeof MAX_PAYLOAD): void {
  const limit = MAX_PAYLOAD[type];
  if (payload.length > limit) {
    throw new AwsError(
      'RequestTooLargeException',
      413,
      `${payload.length} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
      { Type: 'User' },
    );
  }
  parseJson(payload);
}
