import assert from 'node:assert/strict';
import { exitCodeOf } from '../../../../src/cli/deploy/exit-code.js';
import { canaryOf, withWait } from '../../../../src/cli/deploy/flags.js';

describe('canaryOf', () => {
  it('is undefined without --canary', () => {
    assert.equal(canaryOf({ canary: undefined, for: 60_000 }), undefined);
  });

  it('takes five minutes when --for is left out, and one minute at least', () => {
    assert.deepEqual(canaryOf({ canary: 10, for: undefined }), { percent: 10, milliseconds: 300_000 });
    assert.deepEqual(canaryOf({ canary: 10, for: 60_000 }), { percent: 10, milliseconds: 60_000 });
    assert.throws(() => canaryOf({ canary: 10, for: 59_000 }), {
      code: 'CANARY_TOO_SHORT',
      exitCode: 2,
      message: 'A canary is watched for a minute at least: --for 1m.',
    });
  });
});

describe('withWait', () => {
  const lines: [string[], string[]][] = [
    [['--wait'], ['--wait=30m']],
    [
      ['--wait', '--env', 'live'],
      ['--wait=30m', '--env', 'live'],
    ],
    [
      ['--wait', '10m'],
      ['--wait', '10m'],
    ],
    [['--wait=10m'], ['--wait=10m']],
    [
      ['--env', 'live'],
      ['--env', 'live'],
    ],
  ];
  for (const [argv, expected] of lines) {
    it(`reads ${argv.join(' ')}`, () => {
      assert.deepEqual(withWait(argv), expected);
    });
  }
});

describe('exitCodeOf', () => {
  const codes = { released: 0, unchanged: 0, failed: 1, reverted: 1, interrupted: 1, mixed: 3 } as const;
  for (const [state, code] of Object.entries(codes) as [keyof typeof codes, number][]) {
    it(`is ${code} for ${state}`, () => {
      assert.equal(exitCodeOf(state), code);
    });
  }
});
