import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { AwsError } from '../../aws/service.js';
import type { MetricSink } from '../../cloudwatch/index.js';
import type { Catalog } from '../catalog.js';
import type { FunctionRecord, FunctionVersion, Target } from '../model.js';
import { Admission } from './admission.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { reportLine } from './environment-log.js';
import { IdleEnvironments, type LaunchedEnvironment } from './idle.js';
import { recordInvocation } from './invocation-metrics.js';
import type { Launcher } from './launcher.js';
import { type Outcome, outcomeOf } from './outcome.js';

export interface HostLimits {
  /** Environments of all functions at work at the same time. A call beyond the limit is refused, as on Lambda. */
  readonly accountConcurrency: number;
  /** Environments of one function at work at the same time. A call beyond the limit waits. */
  readonly functionEnvironments: number;
  /** Milliseconds after which an idle environment is ended. */
  readonly idleTime: number;
  /** Milliseconds that an initialization may take. A longer one starts again as part of the first invocation. */
  readonly initializationLimit: number;
}

export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly clientContext?: string | undefined;
}

export interface InvocationResult {
  readonly payload: Buffer;
  readonly failed: boolean;
  /** The version that ran, also when the caller named an alias. */
  readonly version: string;
  readonly logTail: Buffer;
}

/** Runs invocations in execution environments. It uses an idle environment of the same version, or starts a new one. */
export class ExecutionHost {
  readonly #catalog: Catalog;
  readonly #launcher: Launcher;
  readonly #metrics: MetricSink;
  readonly #limits: HostLimits;
  readonly #concurrency: ConcurrencyLimit;
  readonly #admission: Admission;
  readonly #idle: IdleEnvironments;
  #isStopping = false;

  constructor(catalog: Catalog, launcher: Launcher, metrics: MetricSink, limits: HostLimits) {
    this.#catalog = catalog;
    this.#metrics = metrics;
    this.#launcher = launcher;
    this.#limits = limits;
    this.#concurrency = new ConcurrencyLimit(limits.functionEnvironments);
    this.#admission = new Admission(limits.accountConcurrency);
    this.#idle = new IdleEnvironments(limits.idleTime);
  }

  /** Runs one invocation. A function's own error is a result. Throws AwsError TooManyRequestsException at the concurrency limit. */
  async run(target: Target, request: InvocationRequest): Promise<InvocationResult> {
    const leave = await this.#concurrency.enter(target.record.name);
    try {
      return await this.#admit(target, request);
    } finally {
      leave();
    }
  }

  /** Ends idle environments that no version uses any longer. */
  retire(): void {
    const wanted = new Set(
      this.#catalog
        .all()
        .flatMap((record) =>
          [record.latest, ...record.published].map((version) => environmentKey(record, version)),
        ),
    );
    this.#idle.retire((key) => wanted.has(key));
  }

  /** Ends every environment at once. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#idle.retire(() => false);
    await this.#launcher.stop();
  }

  async #admit(target: Target, request: InvocationRequest): Promise<InvocationResult> {
    const release = this.#admission.enter(target.record, this.#catalog.all());
    try {
      return await this.#runAdmitted(target, request);
    } finally {
      release();
    }
  }

  async #runAdmitted(target: Target, request: InvocationRequest): Promise<InvocationResult> {
    const idle = this.#idle.take(environmentKey(target.record, target.version));
    if (idle === undefined) return this.#runCold(target, request);
    return this.#invoke(idle, target, request, target.version.settings.Timeout * 1000, undefined);
  }

  async #runCold(target: Target, request: InvocationRequest): Promise<InvocationResult> {
    const timeout = target.version.settings.Timeout * 1000;
    let launched = await this.#start(target);
    const began = performance.now();
    let initialized = await launched.environment.initialize(this.#limits.initializationLimit);
    let initDuration: number | undefined = performance.now() - began;
    let remaining = timeout;
    if (initialized.end.type === 'timeout') {
      launched.log.write(
        `INIT_REPORT Init Duration: ${initDuration.toFixed(2)} ms\tPhase: init\tStatus: timeout\n`,
      );
      launched.environment.kill();
      launched = await this.#start(target);
      const again = performance.now();
      initialized = await launched.environment.initialize(timeout);
      remaining = Math.max(1, timeout - (performance.now() - again));
      initDuration = undefined;
    }
    if (initialized.end.type === 'idle') {
      return this.#invoke(launched, target, request, remaining, initDuration);
    }
    launched.environment.kill();
    launched.log.write(startLine(target, request));
    return this.#finish(
      launched,
      target,
      request,
      this.#outcome(initialized, target, request),
      0,
      initDuration,
    );
  }

  async #invoke(
    launched: LaunchedEnvironment,
    target: Target,
    request: InvocationRequest,
    limit: number,
    initDuration: number | undefined,
  ): Promise<InvocationResult> {
    launched.log.write(startLine(target, request));
    const began = performance.now();
    const phase = await launched.environment.invoke(
      {
        requestId: request.requestId,
        deadline: this.#catalog.now() + Math.round(limit),
        functionArn: target.arn,
        traceId: traceId(this.#catalog.now()),
        clientContext: request.clientContext,
        payload: request.payload,
      },
      limit,
    );
    const duration = performance.now() - began;
    if (phase.end.type === 'idle') this.#keepIdle(launched, target);
    else launched.environment.kill();
    return this.#finish(
      launched,
      target,
      request,
      this.#outcome(phase, target, request),
      duration,
      initDuration,
    );
  }

  #outcome(phase: Parameters<typeof outcomeOf>[0], target: Target, request: InvocationRequest): Outcome {
    return outcomeOf(phase, {
      id: request.requestId,
      timeout: target.version.settings.Timeout * 1000,
      time: new Date(this.#catalog.now()).toISOString(),
    });
  }

  #finish(
    launched: LaunchedEnvironment,
    target: Target,
    request: InvocationRequest,
    outcome: Outcome,
    duration: number,
    initDuration: number | undefined,
  ): InvocationResult {
    for (const line of outcome.lines) launched.log.write(line);
    launched.log.write(`END RequestId: ${request.requestId}\n`);
    launched.log.write(
      reportLine({
        requestId: request.requestId,
        duration,
        initDuration,
        memorySize: target.version.settings.MemorySize,
        peakMemory: launched.environment.peakMemory,
        status: outcome.status,
      }),
    );
    recordInvocation(this.#metrics, target, { failed: outcome.failed, duration });
    return {
      payload: outcome.payload,
      failed: outcome.failed,
      version: target.version.version,
      logTail: launched.log.takeTail(),
    };
  }

  async #start(target: Target): Promise<LaunchedEnvironment> {
    const launched = await this.#launcher.launch(target, (environment) => this.#idle.forget(environment));
    if (this.#isStopping) {
      await launched.environment.killed();
      throw new AwsError('ServiceException', 500, 'The local stage is stopping', { Type: 'Service' });
    }
    return launched;
  }

  /** Keeps the environment for the next call, unless its version changed while the call ran. */
  #keepIdle(launched: LaunchedEnvironment, target: Target): void {
    const key = environmentKey(target.record, target.version);
    this.#idle.keep(key, launched);
    if (this.#isStopping) this.#idle.retire(() => false);
    else this.retire();
  }
}

/** Calls share an environment only if they run the same code with the same settings. */
function environmentKey(record: FunctionRecord, version: FunctionVersion): string {
  return `${record.name}/${version.version}/${version.revisionId}`;
}

function startLine(target: Target, request: InvocationRequest): string {
  return `START RequestId: ${request.requestId} Version: ${target.version.version}\n`;
}

function traceId(now: number): string {
  const time = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${time}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
