import assert from 'node:assert/strict';
import { regressionOf } from '../../../../src/deploy/lambda/canary.js';

/** Calls, errors, and the milliseconds of all calls together. */
type Figures = readonly [number, number, number];

describe('regressionOf', () => {
  const cases: [string, Figures, Figures, string | undefined][] = [
    ['finds none without calls', [100, 0, 1000], [0, 0, 0], undefined],
    ['finds none when the new version is as good', [900, 9, 9000], [100, 1, 1000], undefined],
    [
      'finds none when the new version fails one call in a hundred more',
      [900, 0, 9000],
      [100, 1, 1000],
      undefined,
    ],
    [
      'finds that the new version fails more often',
      [900, 9, 9000],
      [100, 3, 1000],
      'version 13 failed 3 of 100 calls, the version before 9 of 900',
    ],
    [
      'finds that the only call failed',
      [0, 0, 0],
      [1, 1, 10],
      'version 13 failed 1 of 1 calls, the version before 0 of 0',
    ],
    [
      'finds none when the new version is slow but has had too few calls',
      [900, 0, 9000],
      [19, 0, 19000],
      undefined,
    ],
    [
      'finds none when the new version is slow but the old one has had too few calls',
      [19, 0, 190],
      [900, 0, 900_000],
      undefined,
    ],
    [
      'finds none when the new version is twice as slow and 100 ms more',
      [900, 0, 9000],
      [20, 0, 2400],
      undefined,
    ],
    [
      'finds that the new version is much slower',
      [900, 0, 9000],
      [20, 0, 2420],
      'version 13 takes 121 ms on average, the version before 10 ms',
    ],
    [
      'finds that the new version is much slower once the old one has had twenty calls',
      [20, 0, 200],
      [900, 0, 900_000],
      'version 13 takes 1000 ms on average, the version before 10 ms',
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
