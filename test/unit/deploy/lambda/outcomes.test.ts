import assert from 'node:assert/strict';
import type { LiveFunction } from '../../../../src/deploy/lambda/functions.js';
import { Outcomes, reasonOf } from '../../../../src/deploy/lambda/outcomes.js';
import type { DeployState, FunctionStatus } from '../../../../src/deploy/release/result.js';

const live = (name: string) =>
  ({
    definition: { name },
    deployedName: `test-sample-${name}`,
    alias: { FunctionVersion: '7' },
  }) as LiveFunction;

describe('Outcomes', () => {
  const states: [FunctionStatus[], DeployState][] = [
    [['unchanged', 'unchanged'], 'unchanged'],
    [['updated', 'unchanged'], 'released'],
    [['updated', 'updated'], 'released'],
    [['updated', 'failed'], 'mixed'],
    [['updated', 'reverted'], 'mixed'],
    [['updated', 'not-started'], 'mixed'],
    [['reverted', 'failed'], 'reverted'],
    [['reverted', 'unchanged'], 'reverted'],
    [['failed', 'not-started'], 'failed'],
    [['unchanged', 'failed'], 'failed'],
    [['not-started', 'not-started'], 'failed'],
  ];
  for (const [statuses, expected] of states) {
    it(`is ${expected} for ${statuses.join(' and ')}`, () => {
      const functions = statuses.map((_, index) => live(String(index)));
      const outcomes = new Outcomes(functions);
      for (const [index, one] of functions.entries()) outcomes.set(one, statuses[index] ?? 'failed', {});
      assert.equal(outcomes.result().state, expected);
    });
  }

  it('has every function from the beginning', () => {
    assert.deepEqual(new Outcomes([live('one')]).result().functions, [
      { name: 'one', deployedName: 'test-sample-one', version: '7', previous: '7', status: 'not-started' },
    ]);
  });

  it('drops the code and the reason of a function that was moved back', () => {
    const one = live('one');
    const outcomes = new Outcomes([one]);
    outcomes.set(one, 'updated', { version: '8', sha256: 'AA==', reason: 'ready' });
    outcomes.putBack(one, '7');
    assert.deepEqual(outcomes.result().functions, [
      { name: 'one', deployedName: 'test-sample-one', version: '7', previous: '7', status: 'reverted' },
    ]);
  });

  it('has the code of a version once it is known', () => {
    const one = live('one');
    const outcomes = new Outcomes([one]);
    outcomes.set(one, 'updated', { version: '8', sha256: 'AA==' });
    assert.deepEqual(outcomes.result().functions, [
      {
        ...{ name: 'one', deployedName: 'test-sample-one', status: 'updated' },
        ...{ version: '8', sha256: 'AA==', previous: '7' },
      },
    ]);
  });

  it('keeps the reason of a failed function that was moved back', () => {
    const one = live('one');
    const outcomes = new Outcomes([one]);
    outcomes.set(one, 'failed', { version: '8', reason: 'too slow' });
    outcomes.putBack(one, '7');
    const [outcome] = outcomes.result().functions;
    assert.deepEqual([outcome?.status, outcome?.reason, outcome?.version], ['failed', 'too slow', '7']);
  });
});

describe('reasonOf', () => {
  it('puts the name of an AWS error first, and leaves an own error as it is', () => {
    assert.equal(
      reasonOf(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
      'AccessDeniedException: no',
    );
    assert.equal(reasonOf(Object.assign(new Error('no room'), { code: 'FUNCTION_FAILED' })), 'no room');
  });
});
