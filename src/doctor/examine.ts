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
import { password } from './password.js';
import { queues } from './queues.js';
import { releases } from './releases.js';
import { routes } from './routes.js';
import { schedules } from './schedules.js';
import { tables } from './tables.js';
import { triggers } from './triggers.js';
import type { Check, CheckResult, Diagnosis, Finding, Place } from './types.js';
import { versions } from './versions.js';

export interface ExamineOptions {
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** Without these nothing else can be looked at. */
const FIRST: Check = credentials;

const CHECKS: readonly Check[] = [
  clockCheck,
  bucket,
  tables,
  key,
  queues,
  database,
  password,
  functions,
  triggers,
  routes,
  schedules,
  versions,
  releases,
  locks,
];

/**
 * Looks whether an environment is what superbowleto.yml and the service need, and tells all that is wrong, each with
 * the way out. Changes nothing, and reads no secret.
 *
 * @example
 * const { well, checks } = await examine({ project, environment, connection: connect(environment) });
 */
export async function examine(options: ExamineOptions): Promise<Diagnosis> {
  const { clock = systemClock } = options;
  // Its own, since a call of each function listens to it at the same time, which Node.js would warn of as a leak.
  const signal = AbortSignal.any(options.signal ? [options.signal] : []);
  setMaxListeners(0, signal);
  const place: Place = { ...options, clock, signal };
  const first = await look(FIRST, place);
  const others =
    first.state === 'well'
      ? await Promise.all(CHECKS.map((check) => look(check, place)))
      : CHECKS.map(({ name }) => ({ check: name, state: 'not-looked', findings: [] }) as const);
  signal.throwIfAborted();
  const checks = [first, ...others];
  return {
    environment: options.environment.name,
    well: checks.every(({ state }) => state === 'well'),
    checks,
  };
}

async function look({ name, look: lookAt }: Check, place: Place): Promise<CheckResult> {
  try {
    const findings = await lookAt(place);
    return { check: name, state: findings.length === 0 ? 'well' : 'wrong', findings };
  } catch (error) {
    place.signal.throwIfAborted();
    return { check: name, state: 'unknown', findings: [cannotLook(name, error, place)] };
  }
}

function cannotLook(check: string, error: unknown, { environment }: Place): Finding {
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
