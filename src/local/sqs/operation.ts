import type { Input } from './input.js';
import type { Queues } from './queues.js';

export interface SqsStage {
  readonly queues: Queues;
  /** Twelve digits. */
  readonly account: string;
}

export interface Operation {
  /** Members of the request that it heeds. */
  readonly members: readonly string[];
  /** `signal` aborts when the client goes away. */
  run(stage: SqsStage, input: Input, signal: AbortSignal): unknown;
}
