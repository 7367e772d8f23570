import type { Input } from './input.js';
import type { Queues } from './queues.js';

/** Messages that were moved out of a dead-letter queue: a task is over when it has begun. */
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
  /** The newest last; forgotten when the stage ends. */
  readonly moves: MoveTask[];
}

export interface Operation {
  /** Members of the request that it heeds. */
  readonly members: readonly string[];
  /** `signal` aborts when the client goes away. */
  run(stage: SqsState, input: Input, signal: AbortSignal): unknown;
}
