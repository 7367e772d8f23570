import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../clock.js';
import type { Release } from '../../operations/index.js';
import type { DeployDefinition, Environment, Project } from '../../project/index.js';
import type { Report } from '../../report.js';
import type { Artifact } from '../artifact/artifact.js';
import type { StoredArtifact } from '../artifact/store.js';
import type { DeployState, FunctionOutcome } from '../release/result.js';
import { LambdaTarget } from './target.js';

/** What is deployed to. Another kind is one more file beside lambda.ts, and one line in `kinds`. */
export interface Target {
  /**
   * Whether the keys at hand are those of the environment. Asked before anything else is.
   *
   * @throws {SuperbowletoError} WRONG_ACCOUNT
   */
  verifyAccount(): Promise<void>;
  /**
   * Looks at everything that a release will touch, and changes nothing.
   *
   * @param busy what to do about a function that is being updated: `wait` for a minute, or `refuse` at once
   * @throws {SuperbowletoError} NOT_READY, with everything in it that is not as it must be
   */
  verify(signal: AbortSignal, busy?: 'wait' | 'refuse'): Promise<ReadyTarget>;
  /**
   * Makes void what an earlier holder of the lock, that stood still meanwhile, may still try to move.
   *
   * @param mark told where each alias is described; never given twice
   * @throws {SuperbowletoError} ALIASES_NOT_CLAIMED
   */
  claim(mark: string, signal: AbortSignal): Promise<void>;
  /** What serves now, function by function. Changes nothing. */
  inService(signal: AbortSignal): Promise<LiveVersion[]>;
  /**
   * Looks whether everything that a release brought into service is still there, and changes nothing.
   *
   * @throws {SuperbowletoError} VERSION_GONE, with everything in it that is not there
   */
  verifyRollback(release: Release, signal: AbortSignal): Promise<ReadyRollback>;
  /** Deletes the published versions that are neither in use nor served by any alias. A failure is an outcome. */
  prune(
    options: { readonly inUse: VersionsInUse; readonly dryRun: boolean },
    signal: AbortSignal,
  ): Promise<PrunedVersion[]>;
}

/** By the name of the function, as the project file has it. */
export type VersionsInUse = ReadonlyMap<string, ReadonlySet<string>>;

/** What became of one published version, or of a function whose versions could not be listed. */
export interface PrunedVersion {
  /** Of the function, as the project file has it. */
  readonly name: string;
  readonly version?: string;
  readonly status: 'deleted' | 'to-delete' | 'failed';
  readonly reason?: string;
}

/** What a release would do to one function. */
export interface PlannedFunction {
  /** As the project file names it. */
  readonly name: string;
  readonly deployedName: string;
  /** `update`: it gets a new version. `none`: it stays as it is. */
  readonly change: 'update' | 'none';
  /** Lambda version in service. */
  readonly version: string;
  /** Forty characters: what that version was first published from; null when no deploy made it. */
  readonly commit: string | null;
  /** What differs: `code`, `memory 128 MiB -> 512 MiB`, `environment variables`. */
  readonly reasons: readonly string[];
}

/** What one function serves. */
export interface LiveVersion {
  /** As the project file names it. */
  readonly name: string;
  readonly deployedName: string;
  /** Lambda version that the alias points at. */
  readonly version?: string | undefined;
  /** Of its code, base64: Lambda's CodeSha256. */
  readonly sha256?: string | undefined;
  /** That the version was published from; not there when no deploy published it. */
  readonly commit?: string;
  /** Other versions that the alias gives a share of the calls to: 0 to 1 each. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Why nothing is known of it. */
  readonly problem?: string;
}

export interface ReadyRollback {
  /**
   * Brings the release into service again, everywhere or nowhere; as `ReadyTarget.release`.
   *
   * @param release id of the rollback in the release log
   */
  run(release: string, signal: AbortSignal): Promise<TargetOutcome>;
}

export interface ReadyTarget {
  /**
   * What a release of the artifact would do. Changes nothing, and stores nothing.
   *
   * @throws {SuperbowletoError} HANDLER_MISSING
   */
  plan(artifact: Artifact): Promise<PlannedFunction[]>;
  /**
   * Puts the artifact where the target takes it from. Nothing that serves is touched.
   *
   * @throws {SuperbowletoError} HANDLER_MISSING, ARTIFACT_NOT_STORED
   */
  store(artifact: Artifact): Promise<StoredArtifact>;
  /**
   * Makes a version of one function that can be called by its number, and is not in service.
   *
   * @param name as the project file has it
   * @returns the version's number
   * @throws {SuperbowletoError} FUNCTION_FAILED, FUNCTION_TOO_SLOW, LATEST_CHANGED, SMOKE_FAILED
   */
  publish(name: string, artifact: StoredArtifact, commit: string, signal: AbortSignal): Promise<string>;
  /**
   * Brings the artifact into service, everywhere or nowhere. A failure is an outcome, not an error. After `signal`
   * aborts, what was changed is put back.
   */
  release(
    artifact: StoredArtifact,
    release: ReleaseName & { readonly canary?: Canary | undefined },
    signal: AbortSignal,
  ): Promise<TargetOutcome>;
}

/** What a release is called where it is brought into service. */
export interface ReleaseName {
  /** Forty characters. */
  readonly commit: string;
  /** Id in the release log. */
  readonly release: string;
}

/** How new versions are tried on a part of the calls before they get them all. */
export interface Canary {
  /** Of the calls that new versions take: 1 to 99. */
  readonly percent: number;
  /** For how long. */
  readonly milliseconds: number;
}

export interface TargetOutcome {
  readonly state: DeployState;
  readonly functions: readonly FunctionOutcome[];
}

export interface TargetContext {
  readonly project: Project;
  readonly environment: Environment;
  readonly clients: TargetClients;
  readonly clock: Clock;
  readonly report: Report;
}

export interface TargetClients {
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
  readonly cloudwatch: CloudWatchClient;
}

type Kinds = { [Type in DeployDefinition['type']]: new (context: TargetContext) => Target };

const kinds: Kinds = { lambda: LambdaTarget };

export function createTarget(context: TargetContext): Target {
  return new kinds[context.project.deploy.type](context);
}
