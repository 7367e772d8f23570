import assert from 'node:assert/strict';
import type { Answer, PhaseEnd } from '../../../../src/emulator/lambda/execution/environment.js';
import { outcomeOf } from '../../../../src/emulator/lambda/execution/outcome.js';

const REQUEST = { id: 'request-1', timeout: 1500, time: '2026-03-04T05:06:07.000Z' };
const IDLE: PhaseEnd = { type: 'idle' };
const outcome = (end: PhaseEnd, type?: Answer['type']) => {
  const answer = type && { type, payload: Buffer.from('"text"') };
  const { payload, ...rest } = outcomeOf({ end, answer }, REQUEST);
  return { payload: JSON.parse(payload.toString()), ...rest };
};

describe('outcomeOf', () => {
  it('returns the payload of a response', () => {
    assert.deepEqual(outcome(IDLE, 'response'), {
      payload: 'text',
      failed: false,
      status: undefined,
      lines: [],
    });
  });

  it('returns the payload of an error', () => {
    assert.deepEqual(outcome(IDLE, 'error'), { payload: 'text', failed: true, status: 'error', lines: [] });
  });

  it('returns an answer even when the process ended after it', () => {
    assert.equal(outcome({ type: 'timeout' }, 'response').failed, false);
  });

  it('reports an answer that is too large', () => {
    assert.deepEqual(outcome(IDLE, 'too-large'), {
      payload: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
      failed: true,
      status: 'error\tError Type: Function.ResponseSizeTooLarge',
      lines: [],
    });
  });

  it('reports a timeout', () => {
    assert.deepEqual(outcome({ type: 'timeout' }), {
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: 'RequestId: request-1 Error: Task timed out after 1.50 seconds',
      },
      failed: true,
      status: 'timeout',
      lines: ['2026-03-04T05:06:07.000Z request-1 Task timed out after 1.50 seconds\n'],
    });
  });

  for (const [code, signal, text] of [
    [3, null, 'Runtime exited with error: exit status 3'],
    [0, null, 'Runtime exited without providing a reason'],
    [null, null, 'Runtime exited without providing a reason'],
    [null, 'SIGKILL', 'Runtime exited with error: signal: killed'],
    [null, 'SIGABRT', 'Runtime exited with error: signal: aborted (core dumped)'],
    [null, 'SIGSEGV', 'Runtime exited with error: signal: segmentation fault (core dumped)'],
    [null, 'SIGTERM', 'Runtime exited with error: signal: terminated'],
    [null, 'SIGHUP', 'Runtime exited with error: signal: sighup'],
  ] as const) {
    it(`reports an exit with code ${code} and signal ${signal}`, () => {
      const message = `RequestId: request-1 Error: ${text}`;
      assert.deepEqual(outcome({ type: 'exit', code, signal }), {
        payload: { errorType: 'Runtime.ExitError', errorMessage: message },
        failed: true,
        status: 'error\tError Type: Runtime.ExitError',
        lines: [`${message}\nRuntime.ExitError\n`],
      });
    });
  }

  it('reports a runtime that became idle without an answer', () => {
    assert.match(outcome(IDLE).payload.errorMessage, / Runtime exited without providing a reason$/);
  });
});
