import type { Clock } from '../clock.js';
import type { Connection, Environment, Project } from '../project/index.js';

/** What every check gets: an environment and its AWS clients. */
export interface CheckContext {
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** One fault of an environment. */
export interface Finding {
  /** The faulty resource, by its name in AWS or superbowleto.yml. */
  readonly subject: string;
  /** The rest of a sentence that begins with the subject: `is not there`. */
  readonly problem: string;
  /** A command to type, or what to do. */
  readonly fix: string;
}

export type CheckName =
  | 'credentials'
  | 'clock'
  | 'bucket'
  | 'tables'
  | 'key'
  | 'queues'
  | 'database'
  | 'password'
  | 'page-key'
  | 'functions'
  | 'triggers'
  | 'routes'
  | 'schedules'
  | 'versions'
  | 'releases'
  | 'locks';

export interface Check {
  readonly name: CheckName;
  /** Returns what is wrong; empty when nothing is. @throws what AWS throws, when the check could not be made */
  run(context: CheckContext): Promise<readonly Finding[]>;
}

export interface CheckResult {
  readonly check: CheckName;
  /**
   * `unknown`: the check failed, and `findings` says why. `not-looked`: it was skipped, because no check can be made without
   * credentials.
   */
  readonly state: 'well' | 'wrong' | 'unknown' | 'not-looked';
  readonly findings: readonly Finding[];
}

export interface Diagnosis {
  readonly environment: string;
  /** Whether every check was made and found nothing wrong. */
  readonly well: boolean;
  readonly checks: readonly CheckResult[];
}

/** Returns the fix for infrastructure that differs from superbowleto.yml. */
export function terraformFix(environment: string): string {
  return `terraform apply in infrastructure/environments/${environment}, or correct superbowleto.yml`;
}
