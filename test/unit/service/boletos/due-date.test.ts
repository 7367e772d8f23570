import assert from 'node:assert/strict';
import { dueDateOf } from '../../../../src/service/boletos/due-date.js';

describe('the due date that a caller means', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  for (const [given, day] of [
    ['2026-12-31', '2026-12-31'],
    // São Paulo is three hours behind UTC: its day ends at 03:00 UTC.
    ['2026-12-31T02:59:59.999Z', '2026-12-30'],
    ['2026-12-31T03:00:00.000Z', '2026-12-31'],
    ['2026-12-31T23:30:00-03:00', '2026-12-31'],
    ['2026-12-31T23:30:00-0500', '2027-01-01'],
    ['2026-12-31 12:00', '2026-12-31'],
    ['2026-12-31T23:59:59', '2026-12-31'],
    ['Thu Dec 31 2026 23:30:00 GMT-0300 (Brasilia Standard Time)', '2026-12-31'],
    ['Thu Dec 31 2026 23:30:00 GMT+0000 (Coordinated Universal Time)', '2026-12-31'],
    ['Fri Jan 01 2027 02:30:00 GMT+0000', '2026-12-31'],
    ['Fri, 01 Jan 2027 02:30:00 GMT', '2026-12-31'],
    ['Thu Dec 31 2026', '2026-12-31'],
    [Date.UTC(2027, 0, 1, 2, 30), '2026-12-31'],
    [String(Date.UTC(2027, 0, 1, 2, 30)), '2026-12-31'],
    ['2026-02-30', undefined],
    ['2026-02-30T12:00:00Z', undefined],
    ['Mon Feb 30 2026', undefined],
    ['2026-12-31T25:00:00Z', undefined],
    ['31/12/2026', undefined],
    ['order 1', undefined],
    ['', undefined],
    [8.64e15 + 1, undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [null, undefined],
  ] as const) {
    for (const machine of ['UTC', 'America/Sao_Paulo', 'Asia/Tokyo']) {
      it(`is ${day} for ${JSON.stringify(given)} on a machine in ${machine}`, () => {
        process.env.TZ = machine;
        assert.equal(dueDateOf(given), day);
      });
    }
  }
});
