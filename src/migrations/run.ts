import type { Clock } from '../clock.js';
import type { History } from './history.js';
import type { Session } from './session.js';

export type Direction = 'up' | 'down';

/** What running a migration needs. */
export interface Run {
  readonly history: History;
  /** Returns the session's limits. Call it before each migration: the limits shrink as the function's time runs out. */
  readonly session: () => Session;
  readonly clock: Clock;
  /** Adds a sentence for a person to the warnings of the answer. */
  readonly warn: (sentence: string) => void;
}
