import assert from 'node:assert/strict';
import { chosenEnvironments } from '../../../../src/cli/rotate-password/modes.js';

const every = ['sandbox', 'live'];

describe('chosenEnvironments', () => {
  it('is the one that is named by the argument, by --env, or by both', () => {
    assert.deepEqual(chosenEnvironments('live', { all: false }, every), ['live']);
    assert.deepEqual(chosenEnvironments(undefined, { env: 'live', all: false }, every), ['live']);
    assert.deepEqual(chosenEnvironments('live', { env: 'live', all: false }, every), ['live']);
  });

  it('is every one with --all', () => {
    assert.deepEqual(chosenEnvironments(undefined, { all: true }, every), every);
  });

  for (const [argument, flags] of [
    [undefined, { all: false }],
    ['live', { env: 'sandbox', all: false }],
    ['live', { all: true }],
    [undefined, { env: 'live', all: true }],
  ] as const) {
    it(`refuses ${JSON.stringify([argument, flags])}`, () => {
      assert.throws(() => chosenEnvironments(argument, flags, every), {
        code: 'ENVIRONMENT_UNCLEAR',
        exitCode: 2,
      });
    });
  }
});
