import assert from 'node:assert/strict';
import { parseSentence } from '../../../src/chat/index.js';
import type { ChangeRequest } from '../../../src/chat/sentence.js';
import { describeChange, describeDuration } from '../../../src/chat/wording.js';

describe('describeChange', () => {
  const changes: [string, string][] = [
    ['deploy a/b to c', 'deploy a/b to live'],
    ['deploy a/b to c and migrate', 'deploy a/b to live and migrate'],
    ['rollback c', 'rollback live'],
    ['rollback c to 3fa8', 'rollback live to 3fa8'],
    ['migrate c', 'migrate live'],
    ['rotate password of c', 'rotate the password of live'],
  ];
  for (const [sentence, words] of changes) {
    it(`says "${words}"`, () => {
      assert.equal(describeChange(parseSentence(sentence) as ChangeRequest, 'live'), words);
    });
  }
});

describe('describeDuration', () => {
  const durations: [number, string][] = [
    [0, '0 s'],
    [1_499, '1 s'],
    [59_499, '59 s'],
    [59_500, '1 min 0 s'],
    [72_400, '1 min 12 s'],
    [3_600_000, '60 min 0 s'],
  ];
  for (const [milliseconds, words] of durations) {
    it(`says "${words}"`, () => {
      assert.equal(describeDuration(milliseconds), words);
    });
  }
});
