import type { Clock } from '../../clock.js';
import type { Input } from './input.js';
import type { Queues } from './queues.js';

/** A completed task that moved messages out of a dead-letter queue. */
export interface MoveTask {
  readonly sourceArn: string;
  readonly destinationArn: string;
  readonly moved: number;
  /** Milliseconds since 1970. */
  readonly started: number;
}

export interface SqsState {
  readonly queues: Queues;
  /** Twelve digits. */
  readonly account: string;
  readonly clock: Clock;
  /** The newest last. They are not on disk. */
  readonly moves: MoveTask[];
}

export interface Operation {
  /** Members of the request that the operation reads. */
  readonly members: readonly string[];
  /** Answers the operation. `signal` aborts when the client disconnects. */
  run(state: SqsState, input: Input, signal: AbortSignal): unknown;
}
