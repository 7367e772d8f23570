import { MigrationProblem } from './problem.js';
import type { ChangeCommand, MigrationCommand, MigrationRequest } from './types.js';

const CHANGES: readonly ChangeCommand[] = ['up', 'down', 'redo', 'baseline'];
const COMMANDS: readonly MigrationCommand[] = [...CHANGES, 'plan', 'status', 'history', 'unlock'];

/** Longest timeout of a Lambda function, in milliseconds. */
const LONGEST_WAIT = 15 * 60_000;

/**
 * Returns the fields of an event that belong to a request, and no others.
 *
 * @example runMigrations({ client, migrations, ...requestOf(event) });
 */
export function requestOf(event: MigrationRequest): MigrationRequest {
  const { command, to, step, of, lockWait, tableLockTimeout, statementTimeout, expect, pid, by } = event;
  const optional = { to, step, of, lockWait, tableLockTimeout, statementTimeout, expect, pid, by };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined && value !== null);
  return { command, ...Object.fromEntries(given) };
}

/**
 * Checks a request, which comes from an event or from flags.
 *
 * @throws {MigrationProblem} INVALID_REQUEST
 */
export function verifyRequest(request: MigrationRequest): void {
  const { command, of, to, step, expect, by } = request;
  if (!COMMANDS.includes(command)) {
    throw invalid(`"command" is ${COMMANDS.join(', ')}; not ${JSON.stringify(command)}.`);
  }
  if (to !== undefined && (typeof to !== 'string' || to === '')) {
    throw invalid('"to" is the name of a migration.');
  }
  if (step !== undefined && !isCount(step, 1, Number.MAX_SAFE_INTEGER)) {
    throw invalid('"step" is a whole number of migrations, 1 or more.');
  }
  if (to !== undefined && step !== undefined) throw invalid('Give "to" or "step", not both.');
  if (command === 'plan' && !(of && CHANGES.includes(of))) {
    throw invalid(`"of" of a plan is ${CHANGES.join(', ')}; not ${JSON.stringify(of)}.`);
  }
  if ((of ?? command) === 'baseline' && to === undefined) {
    throw invalid('"baseline" needs "to": the last migration that the database already holds.');
  }
  verifyLimits(request);
  if (by !== undefined && typeof by !== 'string') throw invalid('"by" is a name.');
  if (expect !== undefined && !(Array.isArray(expect) && expect.every(isNamed))) {
    throw invalid('"expect" is a list of migrations, each with its name.');
  }
}

function verifyLimits(request: MigrationRequest): void {
  for (const name of ['lockWait', 'tableLockTimeout', 'statementTimeout'] as const) {
    const value = request[name];
    if (value !== undefined && !isCount(value, 0, LONGEST_WAIT)) {
      throw invalid(`"${name}" is a whole number of milliseconds, up to ${LONGEST_WAIT}.`);
    }
  }
}

function isCount(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isNamed(value: unknown): boolean {
  return typeof Object(value).name === 'string';
}

function invalid(message: string): MigrationProblem {
  return new MigrationProblem('INVALID_REQUEST', message);
}
