import { join } from 'node:path';
import { restError } from '../aws/protocols.js';
import {
  type AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
  notSupported,
  type ObjectReader,
  type QueueSource,
} from '../aws/service.js';
import type { MetricSink } from '../cloudwatch/index.js';
import { aliasOperations } from './api/aliases.js';
import type { Operation } from './api/call.js';
import { concurrencyOperations } from './api/concurrency.js';
import { defaultOperations } from './api/defaults.js';
import { functionOperations } from './api/functions.js';
import { invokeOperations } from './api/invoke.js';
import { mappingOperations } from './api/mappings.js';
import { permissionOperations } from './api/permissions.js';
import { matchRoute } from './api/routes.js';
import { tagOperations } from './api/tags.js';
import { versionOperations } from './api/versions.js';
import { Catalog } from './catalog.js';
import { CodeStore } from './code-store.js';
import { AsynchronousQueue, RETRY_DELAYS } from './execution/asynchronous.js';
import type { ProcessRegistry } from './execution/environment.js';
import type { LogSink } from './execution/environment-log.js';
import { ExecutionHost, type InvocationRequest, type InvocationResult } from './execution/host.js';
import { Launcher } from './execution/launcher.js';
import { type FunctionInvoker, Invoker } from './invoker.js';
import { Mappings } from './queues/mappings.js';

export type { ProcessRegistry } from './execution/environment.js';
export type { InvocationRequest, InvocationResult } from './execution/host.js';
export type { FunctionInvoker } from './invoker.js';

export interface LambdaDependencies {
  readonly objects: ObjectReader;
  readonly queues: QueueSource;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly processes: ProcessRegistry;
}

export interface LambdaOptions {
  /** Milliseconds that a created or changed function stays Pending or InProgress. */
  readonly transition?: number;
  /** Invocations of all functions at the same time. */
  readonly accountConcurrency?: number;
  /** Environments of one function at work at the same time. Further calls wait. */
  readonly functionEnvironments?: number;
  /** Milliseconds after which an idle environment is ended. */
  readonly idleTime?: number;
  /** Milliseconds that an initialization may take before it starts again. Lambda allows 10,000. */
  readonly initializationLimit?: number;
  /** Milliseconds before the second and the third attempt of an event whose function failed. */
  readonly retryDelays?: readonly number[];
}

const ACCOUNT_CONCURRENCY = 50;
/** Low enough that all functions together stay below the 100 connections of PostgreSQL. */
const FUNCTION_ENVIRONMENTS = 8;

/** AWS Lambda: its API, and functions that run in their own Node.js processes. */
export class LambdaService implements AwsService, FunctionInvoker {
  readonly scope = 'lambda';
  readonly #operations: Readonly<Record<string, Operation>>;
  readonly #host: ExecutionHost;
  readonly #invoker: Invoker;
  readonly #asynchronous: AsynchronousQueue;
  readonly #mappings: Mappings;

  constructor(context: EmulatorContext, dependencies: LambdaDependencies, options: LambdaOptions = {}) {
    const catalog = new Catalog(context, options.transition ?? 100);
    const code = new CodeStore(join(context.directory, 'code'));
    code.keepOnly(
      catalog.all().flatMap(({ latest, published }) => [latest, ...published].map((version) => version.code)),
    );
    const accountConcurrency = options.accountConcurrency ?? ACCOUNT_CONCURRENCY;
    const { logs, metrics, processes } = dependencies;
    this.#host = new ExecutionHost(catalog, new Launcher({ context, code, logs, processes }), metrics, {
      accountConcurrency,
      functionEnvironments: options.functionEnvironments ?? FUNCTION_ENVIRONMENTS,
      idleTime: options.idleTime ?? 5 * 60_000,
      initializationLimit: options.initializationLimit ?? 10_000,
    });
    this.#asynchronous = new AsynchronousQueue({
      directory: join(context.directory, 'events'),
      clock: context.clock,
      report: context.report,
      retryDelays: options.retryDelays ?? RETRY_DELAYS,
      run: (arn, request) => this.#host.run(catalog.resolve(arn), request),
    });
    this.#invoker = new Invoker(catalog, this.#host, this.#asynchronous);
    this.#mappings = new Mappings({ context, queues: dependencies.queues, functions: this.#invoker });
    this.#operations = {
      ...functionOperations({
        catalog,
        code,
        objects: dependencies.objects,
        retire: () => this.#host.retire(),
      }),
      ...versionOperations(catalog),
      ...aliasOperations(catalog),
      ...concurrencyOperations(catalog, accountConcurrency),
      ...mappingOperations(catalog, this.#mappings),
      ...defaultOperations(catalog),
      ...permissionOperations(catalog),
      ...tagOperations(catalog),
      ...invokeOperations(this.#invoker),
    };
  }

  /**
   * Starts to poll queues, and continues with the events that an earlier run left. Call it once the router listens, because
   * a function needs the emulator's endpoint.
   */
  start(): void {
    this.#mappings.start();
    this.#asynchronous.start();
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const route = matchRoute(request.method, request.url.pathname);
    const operation = route && this.#operations[route.operation];
    if (route === undefined || operation === undefined) {
      throw notSupported('Lambda', route?.operation ?? `${request.method} ${request.url.pathname}`);
    }
    return operation({ ...route, query: request.url.searchParams, request });
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return restError(request, error);
  }

  invoke(name: string, request: InvocationRequest): Promise<InvocationResult> {
    return this.#invoker.invoke(name, request);
  }

  enqueue(name: string, request: InvocationRequest): Promise<void> {
    return this.#invoker.enqueue(name, request);
  }

  async stop(): Promise<void> {
    const others = [this.#mappings.stop(), this.#asynchronous.stop()];
    await this.#host.stop();
    await Promise.all(others);
  }
}
