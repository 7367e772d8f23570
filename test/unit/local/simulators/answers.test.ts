import assert from 'node:assert/strict';
import { membersOf, saoPauloDate } from '../../../../src/local/simulators/answers.js';

describe('saoPauloDate', () => {
  it('changes at midnight in São Paulo, 03:00 UTC', () => {
    assert.equal(saoPauloDate(new Date('2026-03-05T02:59:59Z')), '2026-03-04');
    assert.equal(saoPauloDate(new Date('2026-03-05T03:00:00Z')), '2026-03-05');
  });
});

describe('membersOf', () => {
  it('returns the members of an object only', () => {
    assert.deepEqual(membersOf({ a: 1 }), { a: 1 });
    for (const value of [null, undefined, 'text', ['a']]) assert.deepEqual(membersOf(value), {});
  });
});
