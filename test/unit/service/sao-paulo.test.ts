import assert from 'node:assert/strict';
import { saoPauloDate } from '../../../src/service/sao-paulo.js';

describe('saoPauloDate', () => {
  it('changes the date at 03:00 UTC, and back for an earlier moment', () => {
    const dates = ['2026-11-24T02:59:59.999Z', '2026-11-24T03:00:00Z', '2026-11-24T02:59:59.999Z'];
    assert.deepEqual(
      dates.map((date) => saoPauloDate(new Date(date))),
      ['2026-11-23', '2026-11-24', '2026-11-23'],
    );
  });

  it('changes the date at 02:00 UTC while São Paulo had summer time', () => {
    assert.equal(saoPauloDate(new Date('2018-12-24T01:59:59Z')), '2018-12-23');
    assert.equal(saoPauloDate(new Date('2018-12-24T02:00:00Z')), '2018-12-24');
  });
});
