import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { authored, authorshipOf } from '../../../../src/cli/credstash/authorship.js';

describe('authorship', () => {
  it('is read from the comment that it writes', () => {
    const clock = { now: () => new Date('2026-11-24T14:00:00Z'), sleep: async () => {} };
    const comment = authored('put', clock);
    assert.equal(comment, `sbw put 2026-11-24T14:00:00.000Z ${userInfo().username}`);
    const expected = { time: '2026-11-24T14:00:00.000Z', author: userInfo().username };
    assert.deepEqual(authorshipOf(comment), expected);
  });

  it('may have an author with a space', () => {
    const comment = 'sbw put 2026-11-24T14:00:00.000Z ana maria';
    assert.deepEqual(authorshipOf(comment), { time: '2026-11-24T14:00:00.000Z', author: 'ana maria' });
  });

  it('has no author after a rotation, and is undefined for another comment', () => {
    assert.deepEqual(authorshipOf('sbw rotate 2026-11-24T14:00:00.000Z'), {
      time: '2026-11-24T14:00:00.000Z',
    });
    assert.deepEqual(authorshipOf('sbw rotate 2026-11-24T14:00:00Z'), { time: '2026-11-24T14:00:00Z' });
    const time = '2026-11-24T14:00:00.000Z';
    for (const comment of [
      undefined,
      '',
      'from the partner, 2026-07',
      'sbw put yesterday',
      `not sbw put ${time} ana`,
      `sbw put ${time}ana`,
      `sbw put ${time} `,
      `sbw  ${time} ana`,
    ]) {
      assert.equal(authorshipOf(comment), undefined);
    }
  });
});
