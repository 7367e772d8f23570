import type { Clock } from '../clock.js';
import type { Connection, Environment, Project } from '../project/index.js';

/** Where to look: an environment, and the AWS that it is in. */
export interface Place {
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Something that is wrong. */
export interface Finding {
  /** What it is wrong with, as AWS or superbowleto.yml names it. */
  readonly subject: string;
  /** A part of a sentence, after the subject. */
  readonly problem: string;
  /** A command, or what to do. */
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
  | 'functions'
  | 'triggers'
  | 'routes'
  | 'schedules'
  | 'versions'
  | 'releases'
  | 'locks';

export interface Check {
  readonly name: CheckName;
  look(place: Place): Promise<readonly Finding[]>;
}

export interface CheckResult {
  readonly check: CheckName;
  /** `unknown`: it could not be looked at, which `findings` tells; `not-looked`: an earlier one made it needless. */
  readonly state: 'well' | 'wrong' | 'unknown' | 'not-looked';
  readonly findings: readonly Finding[];
}

export interface Diagnosis {
  readonly environment: string;
  /** Whether every check was made, and found nothing. */
  readonly well: boolean;
  readonly checks: readonly CheckResult[];
}

/** The way out where the infrastructure is not what superbowleto.yml says. */
export function apply(environment: string): string {
  return `terraform apply in infrastructure/environments/${environment}, or correct superbowleto.yml`;
}
