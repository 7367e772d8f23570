import type { DeployState, FunctionOutcome, FunctionStatus, ReleaseOutcome } from '../release/result.js';
import type { LiveFunction } from './functions.js';

interface Details {
  readonly version?: string;
  /** Undefined removes an earlier one: the version's code is not known. */
  readonly sha256?: string | undefined;
  /** Undefined removes an earlier one. */
  readonly reason?: string | undefined;
}

/** The outcome of every function. Each is `not-started` from the beginning, so that a failure still reports all of them. */
export class Outcomes {
  readonly #outcomes = new Map<LiveFunction, FunctionOutcome>();

  constructor(functions: readonly LiveFunction[]) {
    for (const live of functions) {
      const { definition, deployedName, alias } = live;
      const version = alias.FunctionVersion ?? '';
      const outcome = { name: definition.name, deployedName, version, previous: version };
      this.#outcomes.set(live, { ...outcome, status: 'not-started' });
    }
  }

  set(live: LiveFunction, status: FunctionStatus, details: Details): void {
    const before = this.#outcomes.get(live);
    if (!before) return;
    const { reason, sha256, ...after } = { ...before, status, ...details };
    const known = {
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(reason === undefined ? {} : { reason }),
    };
    this.#outcomes.set(live, { ...after, ...known });
  }

  /** Records that the alias points at its earlier version again. A failed function stays failed and keeps its reason. */
  putBack(live: LiveFunction, version: string): void {
    const hasFailed = this.#outcomes.get(live)?.status === 'failed';
    const reason = hasFailed ? {} : { reason: undefined };
    this.set(live, hasFailed ? 'failed' : 'reverted', { version, sha256: undefined, ...reason });
  }

  result(): ReleaseOutcome {
    const functions = [...this.#outcomes.values()];
    return { state: stateOf(functions.map(({ status }) => status)), functions };
  }
}

function stateOf(statuses: readonly FunctionStatus[]): DeployState {
  if (statuses.every((status) => status === 'unchanged')) return 'unchanged';
  if (statuses.every((status) => status === 'updated' || status === 'unchanged')) return 'released';
  if (statuses.includes('updated')) return 'mixed';
  return statuses.includes('reverted') ? 'reverted' : 'failed';
}

/** Describes an error in one sentence. For an error of AWS its name goes first: it says more than the message. */
export function reasonOf(error: unknown): string {
  const { name, message, code } = Object(error) as Error & { code?: string };
  return code === undefined ? `${name}: ${message}` : message;
}
