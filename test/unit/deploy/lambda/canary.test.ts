import assert from 'node:assert/strict';
import { regressionOf } from '../../../../src/deploy/lambda/canary.js';

/** Calls, errors, milliseconds of all calls together. */
type Figures = readonly [number, number, number];

describe('regressionOf', () => {
  const cases: [string, Figures, Figures, string | undefined][] = [
    ['has nothing against a version that nobody has called', [100, 0, 1000], [0, 0, 0], undefined],
    ['has nothing against one as good as the one before', [900, 9, 9000], [100, 1, 1000], undefined],
    ['has nothing against one that fails within a hundredth more', [900, 0, 9000], [100, 1, 1000], undefined],
    [
      'objects to one that fails more often',
      [900, 9, 9000],
      [100, 3, 1000],
      'version 13 failed 3 of 100 calls, the version before 9 of 900',
    ],
    [
      'objects to the only call, when it failed',
      [0, 0, 0],
      [1, 1, 10],
      'version 13 failed 1 of 1 calls, the version before 0 of 0',
    ],
    [
      'has nothing against a slow one before there are enough calls',
      [900, 0, 9000],
      [19, 0, 19000],
      undefined,
    ],
    ['has nothing against one that is slower by less', [900, 0, 9000], [20, 0, 2400], undefined],
    [
      'objects to one that is much slower',
      [900, 0, 9000],
      [20, 0, 2420],
      'version 13 takes 121 ms on average, the version before 10 ms',
    ],
  ];
  const metrics = ([calls, errors, duration]: Figures) => ({ calls, errors, duration });

  for (const [name, before, after, expected] of cases) {
    it(name, () => {
      const given = { destination: { version: '13' }, before: metrics(before), after: metrics(after) };
      assert.equal(regressionOf(given), expected);
    });
  }
});
