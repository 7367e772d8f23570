import assert from 'node:assert/strict';
import { statistic } from '../../../../src/emulator/cloudwatch/statistics.js';

const HUNDRED = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('statistic', () => {
  for (const [name, values, expected] of [
    ['Sum', [3, 1, 2], 6],
    ['SampleCount', [3, 1, 2], 3],
    ['Average', [3, 1, 5], 3],
    ['Minimum', [3, 1, 2], 1],
    ['Maximum', [1, 3, 2], 3],
    ['p0', [3, 1, 2], 1],
    ['p50', [3, 1, 2], 2],
    ['p67', [3, 1, 2], 3],
    ['p99', HUNDRED, 99],
    ['p99.1', HUNDRED, 100],
    ['p5', HUNDRED, 5],
    ['p100', HUNDRED, 100],
    ['p90', [7], 7],
  ] as const) {
    it(`computes ${name} of ${values.length} values`, () => assert.equal(statistic(name, values), expected));
  }

  for (const name of ['p101', 'p1000', 'p', 'tm99', 'xp99', 'p99x', 'p99.', 'sum', '']) {
    it(`refuses "${name}"`, () =>
      assert.throws(() => statistic(name, [1]), {
        code: 'InvalidParameterValueException',
        status: 400,
        message: `The local stage knows no statistic ${name}`,
      }));
  }
});
