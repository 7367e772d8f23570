import type { LambdaClient } from '@aws-sdk/client-lambda';

/** Which function to call, and how. */
export interface Invocation {
  readonly lambda: LambdaClient;
  /** Deployed name: `live-superbowleto-migrate-database`. */
  readonly functionName: string;
  /** Alias or version; the alias `current` when left out. */
  readonly qualifier?: string;
  /** The function's timeout in seconds, as superbowleto.yml gives it. The client waits a little longer. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** How the errors of one kind of function read. */
export interface Wording {
  /** The first word of each code: `MIGRATE` in MIGRATE_FUNCTION_NOT_FOUND and MIGRATE_OUTCOME_UNKNOWN. */
  readonly code: string;
  /** A sentence: how to see what was done when no answer came. */
  readonly unknown: string;
  /** Sentences: what happened to the work when the function reached its timeout, and how to see it. */
  readonly timedOut: string;
}

/** What Lambda reports of a function that threw or timed out. */
export interface FunctionFailure {
  /** The error's class: `TypeError`. */
  readonly type: string;
  readonly message: string;
  /** Whether Lambda ended it at its timeout. */
  readonly timedOut: boolean;
}
