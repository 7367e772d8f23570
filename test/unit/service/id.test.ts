import assert from 'node:assert/strict';
import { isBoletoId, newId } from '../../../src/service/id.js';

describe('newId', () => {
  it('never repeats an id when its pool of random bytes is filled again', () => {
    const ids = Array.from({ length: 1_000 }, () => newId('bol_'));
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^bol_c[0-9a-v]{24}$/);
    assert.equal(ids.every(isBoletoId), true);
  });

  it('uses every character at every place', () => {
    const ids = Array.from({ length: 2_000 }, () => newId(''));
    for (let place = 1; place <= 24; place++) {
      assert.equal(new Set(ids.map((id) => id[place])).size, 32);
    }
  });
});
