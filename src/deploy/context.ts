import { type Clock, systemClock } from '../clock.js';
import { currentUser } from '../process.js';
import type { Connection, Environment, Project } from '../project/index.js';
import type { Report } from '../report.js';
import { cacheFolder } from './cache.js';
import type { Canary } from './lambda/types.js';
import type { PlannedRelease } from './release/plan.js';

/** The options that every operation on an environment takes. */
export interface EnvironmentOptions {
  readonly project: Project;
  readonly environment: Environment;
  readonly clients: Pick<Connection, 'lambda' | 's3' | 'sts' | 'cloudwatch' | 'dynamodb'>;
  /** Name of the caller, for the lock and the release log. Default: the user of this machine. */
  readonly who?: string;
  readonly clock?: Clock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
}

/** `EnvironmentOptions` with every default filled in. */
export type EnvironmentContext = Required<EnvironmentOptions>;

export interface DeployOptions extends EnvironmentOptions {
  /** Branch, tag, full or short commit id, or HEAD. */
  readonly ref: string;
  /** Folder for mirrors, dependencies and work in progress. Default: `cacheFolder()`. */
  readonly cache?: string;
  /** Applies the migrations that the new code needs before it comes into service. Without it they must be applied already. */
  readonly migrate?: boolean;
  /** Milliseconds to wait for another deploy to end. Default: 0. */
  readonly wait?: number | undefined;
  /** Sends a share of the calls to the new versions first, and rolls back when they do worse; see `watchCanary`. */
  readonly canary?: Canary | undefined;
  /** A plan for the same project, environment and ref. The deploy does exactly that, or nothing. */
  readonly planned?: PlannedRelease;
}

/** `DeployOptions` with every default filled in. */
export type DeployContext = DeployOptions &
  EnvironmentContext &
  Required<Pick<DeployOptions, 'cache' | 'migrate'>>;

/** Fills in the defaults of `EnvironmentOptions`, and keeps all other options as they are. */
export function environmentContext<Options extends EnvironmentOptions>(
  options: Options,
): Options & EnvironmentContext {
  return {
    ...options,
    who: options.who ?? currentUser(),
    clock: options.clock ?? systemClock,
    report: options.report ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
  };
}

/** Fills in the defaults of `DeployOptions`. */
export function deployContext(options: DeployOptions): DeployContext {
  return {
    ...environmentContext(options),
    cache: options.cache ?? cacheFolder(),
    migrate: options.migrate ?? false,
  };
}
