import { setMaxListeners } from 'node:events';
import { type Clock, systemClock } from '../clock.js';
import type { Connection, Environment, Project } from '../project/index.js';
import { bucket } from './bucket.js';
import { clock as clockCheck } from './clock.js';
import { credentials } from './credentials.js';
import { database } from './database.js';
import { functions } from './functions.js';
import { key } from './key.js';
import { locks } from './locks.js';
import { pageKey } from './page-key.js';
import { password } from './password.js';
import { queues } from './queues.js';
import { releases } from './releases.js';
import { routes } from './routes.js';
import { schedules } from './schedules.js';
import { tables } from './tables.js';
import { triggers } from './triggers.js';
import type { Check, CheckContext, CheckResult, Diagnosis, Finding } from './types.js';
import { versions } from './versions.js';

export interface ExamineOptions {
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** Without credentials no other check can be made. */
const FIRST: Check = credentials;

const CHECKS: readonly Check[] = [
  clockCheck,
  bucket,
  tables,
  key,
  queues,
  database,
  password,
  pageKey,
  functions,
  triggers,
  routes,
  schedules,
  versions,
  releases,
  locks,
];

/**
 * Checks that an environment is as superbowleto.yml describes it and as the service needs it. Every fault comes with its
 * fix. Changes nothing and reads no secret.
 *
 * @example
 * const { well, checks } = await examine({ project, environment, connection: connect(environment) });
 */
export async function examine(options: ExamineOptions): Promise<Diagnosis> {
  const { clock = systemClock } = options;
  // Its own signal, without a limit of listeners: calls for all functions listen at once, and Node.js would warn of a leak.
  const signal = AbortSignal.any(options.signal ? [options.signal] : []);
  setMaxListeners(0, signal);
  const context: CheckContext = { ...options, clock, signal };
  const first = await run(FIRST, context);
  const others =
    first.state === 'well'
      ? await Promise.all(CHECKS.map((check) => run(check, context)))
      : CHECKS.map(({ name }) => ({ check: name, state: 'not-looked', findings: [] }) as const);
  signal.throwIfAborted();
  const checks = [first, ...others];
  return {
    environment: options.environment.name,
    well: checks.every(({ state }) => state === 'well'),
    checks,
  };
}

async function run(check: Check, context: CheckContext): Promise<CheckResult> {
  try {
    const findings = await check.run(context);
    return { check: check.name, state: findings.length === 0 ? 'well' : 'wrong', findings };
  } catch (error) {
    context.signal.throwIfAborted();
    return { check: check.name, state: 'unknown', findings: [notChecked(check.name, error, context)] };
  }
}

function notChecked(check: string, error: unknown, { environment }: CheckContext): Finding {
  const { name, message } = Object(error) as Error;
  const isRefused = /AccessDenied|AuthorizationError|UnauthorizedOperation/.test(name);
  return {
    subject: check,
    problem: `could not be looked at: ${isRefused ? name : message}`,
    fix: isRefused
      ? `use keys that have the policy ${environment.name}-…-reader, which the infrastructure makes`
      : 'run it again; with --debug it tells more',
  };
}
