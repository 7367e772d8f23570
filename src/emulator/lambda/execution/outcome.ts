import type { Answer, PhaseEnd } from './environment.js';
import { MAX_RESPONSE } from './runtime-api.js';

/** The outcome of an invocation: its payload, and whether that is an error. */
export interface Outcome {
  readonly payload: Buffer;
  readonly failed: boolean;
  /** For the REPORT line. */
  readonly status: string | undefined;
  /** Lines that the host logs because the runtime could not. */
  readonly lines: readonly string[];
}

/**
 * Returns the outcome of an initialization or an invocation.
 *
 * @param request `timeout`: the function's timeout in milliseconds; `time`: ISO, for the log line of a timeout
 */
export function outcomeOf(
  phase: { end: PhaseEnd; answer: Answer | undefined },
  request: { id: string; timeout: number; time: string },
): Outcome {
  if (phase.answer?.type === 'response') {
    return { payload: phase.answer.payload, failed: false, status: undefined, lines: [] };
  }
  if (phase.answer?.type === 'error') {
    return { payload: phase.answer.payload, failed: true, status: 'error', lines: [] };
  }
  if (phase.answer?.type === 'too-large') {
    return failure(
      'Function.ResponseSizeTooLarge',
      `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`,
      [],
    );
  }
  if (phase.end.type === 'timeout') return timedOut(request);
  return exited(phase.end, request.id);
}

function timedOut(request: { id: string; timeout: number; time: string }): Outcome {
  const text = `Task timed out after ${(request.timeout / 1000).toFixed(2)} seconds`;
  const outcome = failure('Sandbox.Timedout', `RequestId: ${request.id} Error: ${text}`, [
    `${request.time} ${request.id} ${text}\n`,
  ]);
  return { ...outcome, status: 'timeout' };
}

function exited(end: PhaseEnd, id: string): Outcome {
  const message = `RequestId: ${id} Error: ${exitText(end)}`;
  return failure('Runtime.ExitError', message, [`${message}\nRuntime.ExitError\n`]);
}

function exitText(end: PhaseEnd): string {
  if (end.type === 'exit' && end.signal !== null) {
    return `Runtime exited with error: signal: ${SIGNAL_TEXTS[end.signal] ?? end.signal.toLowerCase()}`;
  }
  if (end.type === 'exit' && end.code) return `Runtime exited with error: exit status ${end.code}`;
  return 'Runtime exited without providing a reason';
}

const SIGNAL_TEXTS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted (core dumped)',
  SIGSEGV: 'segmentation fault (core dumped)',
  SIGTERM: 'terminated',
};

function failure(errorType: string, errorMessage: string, lines: readonly string[]): Outcome {
  return {
    payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
    failed: true,
    status: `error\tError Type: ${errorType}`,
    lines,
  };
}
