import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { AwsError } from '../../aws/service.js';
import type { Catalog } from '../catalog.js';
import type { CodeStore } from '../code-store.js';
import type { FunctionRecord, FunctionVersion, Target } from '../model.js';
import { Admission } from './admission.js';
import { ExecutionEnvironment, type ProcessRegistry } from './environment.js';
import { EnvironmentLog, type LogSink, reportLine } from './environment-log.js';
import { environmentVariables } from './environment-variables.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { bootstrapFile } from './runtime-files.js';

export interface HostLimits {
  /** Environments at work at the same time, over all functions. */
  readonly accountConcurrency: number;
  /** Milliseconds after which an environment that had nothing to do is ended. */
  readonly idleTime: number;
  /** Milliseconds of an initialization; what takes longer is begun again within the first invocation. */
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
  /** The version that ran, behind any alias. */
  readonly version: string;
  readonly logTail: Buffer;
}

interface Place {
  readonly environment: ExecutionEnvironment;
  readonly log: EnvironmentLog;
  idleTimer?: NodeJS.Timeout;
}

/** Runs invocations in execution environments: an idle one of the same code and settings if there is one, else a new one. */
export class ExecutionHost {
  readonly #catalog: Catalog;
  readonly #code: CodeStore;
  readonly #logs: LogSink;
  readonly #processes: ProcessRegistry;
  readonly #limits: HostLimits;
  readonly #admission: Admission;
  readonly #idle = new Map<string, Place[]>();
  readonly #all = new Set<ExecutionEnvironment>();
  #bootstrap: Promise<string> | undefined;
  #isStopping = false;

  constructor(
    catalog: Catalog,
    code: CodeStore,
    logs: LogSink,
    processes: ProcessRegistry,
    limits: HostLimits,
  ) {
    this.#catalog = catalog;
    this.#code = code;
    this.#logs = logs;
    this.#processes = processes;
    this.#limits = limits;
    this.#admission = new Admission(limits.accountConcurrency);
  }

  /** Throws AwsError TooManyRequestsException when no environment may be added; a function's own errors are results. */
  async run(target: Target, request: InvocationRequest): Promise<InvocationResult> {
    const release = this.#admission.enter(target.record, this.#catalog.all());
    try {
      return await this.#runAdmitted(target, request);
    } finally {
      release();
    }
  }

  /** Ends idle environments of a function whose code or settings are no longer any version's. */
  retire(name: string): void {
    for (const [key, places] of this.#idle) {
      if (!key.startsWith(`${name}/`) || this.#isCurrent(name, key)) continue;
      this.#idle.delete(key);
      for (const place of places) endPlace(place);
    }
  }

  /** Ends every environment at once. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const places of this.#idle.values()) for (const place of places) clearTimeout(place.idleTimer);
    this.#idle.clear();
    await Promise.all([...this.#all].map((environment) => environment.killed()));
  }

  async #runAdmitted(target: Target, request: InvocationRequest): Promise<InvocationResult> {
    const idle = this.#idle.get(environmentKey(target.record, target.version))?.pop();
    if (idle !== undefined) {
      clearTimeout(idle.idleTimer);
      return this.#invoke(idle, target, request, target.version.settings.Timeout * 1000, undefined);
    }
    return this.#runCold(target, request);
  }

  async #runCold(target: Target, request: InvocationRequest): Promise<InvocationResult> {
    const timeout = target.version.settings.Timeout * 1000;
    let place = await this.#start(target);
    const began = performance.now();
    let initialized = await place.environment.initialize(this.#limits.initializationLimit);
    let initDuration: number | undefined = performance.now() - began;
    let remaining = timeout;
    if (initialized.end.type === 'timeout') {
      place.log.write(
        `INIT_REPORT Init Duration: ${initDuration.toFixed(2)} ms\tPhase: init\tStatus: timeout\n`,
      );
      endPlace(place);
      place = await this.#start(target);
      const again = performance.now();
      initialized = await place.environment.initialize(timeout);
      remaining = Math.max(1, timeout - (performance.now() - again));
      initDuration = undefined;
    }
    if (initialized.end.type === 'idle') {
      return this.#invoke(place, target, request, remaining, initDuration);
    }
    endPlace(place);
    place.log.write(startLine(target, request));
    return this.#finish(place, target, request, this.#outcome(initialized, target, request), 0, initDuration);
  }

  async #invoke(
    place: Place,
    target: Target,
    request: InvocationRequest,
    limit: number,
    initDuration: number | undefined,
  ): Promise<InvocationResult> {
    place.log.write(startLine(target, request));
    const began = performance.now();
    const phase = await place.environment.invoke(
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
    if (phase.end.type === 'idle') this.#keepIdle(place, target);
    else endPlace(place);
    return this.#finish(
      place,
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
    place: Place,
    target: Target,
    request: InvocationRequest,
    outcome: Outcome,
    duration: number,
    initDuration: number | undefined,
  ): InvocationResult {
    for (const line of outcome.lines) place.log.write(line);
    place.log.write(`END RequestId: ${request.requestId}\n`);
    place.log.write(
      reportLine({
        requestId: request.requestId,
        duration,
        initDuration,
        memorySize: target.version.settings.MemorySize,
        peakMemory: place.environment.peakMemory,
        status: outcome.status,
      }),
    );
    return {
      payload: outcome.payload,
      failed: outcome.failed,
      version: target.version.version,
      logTail: place.log.takeTail(),
    };
  }

  async #start(target: Target): Promise<Place> {
    this.#bootstrap ??= bootstrapFile(join(this.#catalog.context.directory, 'runtime'));
    const bootstrap = await this.#bootstrap;
    const { record, version } = target;
    const log = new EnvironmentLog(version, this.#logs, this.#catalog.context.clock);
    const folder = this.#code.folder(version.code);
    const environment = await ExecutionEnvironment.start({
      bootstrap,
      folder,
      memory: version.settings.MemorySize,
      variables: (runtimeApi) =>
        environmentVariables({
          context: this.#catalog.context,
          functionName: record.name,
          version,
          codeFolder: folder,
          runtimeFolder: dirname(bootstrap),
          runtimeApi,
          logStream: log.stream,
        }),
      processes: this.#processes,
      onLog: (message) => log.write(message),
      onGone: () => this.#forget(environmentKey(record, version), environment),
    });
    this.#all.add(environment);
    if (this.#isStopping) {
      await environment.killed();
      throw new AwsError('ServiceException', 500, 'The local stage is stopping', { Type: 'Service' });
    }
    return { environment, log };
  }

  #keepIdle(place: Place, target: Target): void {
    const key = environmentKey(target.record, target.version);
    if (this.#isStopping || !this.#isCurrent(target.record.name, key)) {
      endPlace(place);
      return;
    }
    place.environment.freeze();
    place.idleTimer = setTimeout(() => endPlace(place), this.#limits.idleTime);
    const places = this.#idle.get(key) ?? [];
    places.push(place);
    this.#idle.set(key, places);
  }

  #forget(key: string, environment: ExecutionEnvironment): void {
    this.#all.delete(environment);
    const rest = this.#idle.get(key)?.filter((place) => place.environment !== environment) ?? [];
    if (rest.length === 0) this.#idle.delete(key);
    else this.#idle.set(key, rest);
  }

  #isCurrent(name: string, key: string): boolean {
    const record = this.#catalog.find(name);
    if (record === undefined) return false;
    return [record.latest, ...record.published].some((version) => environmentKey(record, version) === key);
  }
}

function endPlace(place: Place): void {
  clearTimeout(place.idleTimer);
  place.environment.kill();
}

/** Environments are shared by calls of the same code and settings only. */
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
