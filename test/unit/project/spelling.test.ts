import assert from 'node:assert/strict';
import { closest, didYouMean } from '../../../src/project/spelling.js';

describe('closest', () => {
  for (const [word, known, found] of [
    ['memmory', ['handler', 'memory'], 'memory'],
    ['Memroy', ['handler', 'memory'], 'memory'],
    ['trigegr', ['timeout', 'trigger'], 'trigger'],
    ['sandbx', ['sandbax', 'sandbox'], 'sandbax'],
    ['liv', ['live'], 'live'],
    ['lvi', ['live'], undefined],
    ['lvie', ['live'], 'live'],
    ['lviexx', ['live'], undefined],
    ['visiblity_timout', ['visibility_timeout'], 'visibility_timeout'],
    ['colour', ['handler', 'memory'], undefined],
    ['any', [], undefined],
  ] as const) {
    it(`to ${word} among ${known.join(' and ') || 'no words'} is ${found}`, () => {
      assert.equal(closest(word, known), found);
    });
  }

  it('becomes a suggestion, or nothing', () => {
    assert.equal(didYouMean('memmory', ['memory']), '; did you mean memory?');
    assert.equal(didYouMean('colour', ['memory']), '');
  });
});
