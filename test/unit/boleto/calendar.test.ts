import assert from 'node:assert/strict';
import { dueDateFactor, dueDateFromFactor, isCivilDate, issue, parse } from '../../../src/boleto/index.js';

const DAY = 86_400_000;
const isoDate = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (date: string) => Date.parse(date) / DAY;

const data = {
  bank: '237',
  amount: 2000,
  agency: '3381',
  account: '9721',
  wallet: '26',
  titleId: '1',
} as const;

describe('civil dates and due date factors', () => {
  it('give every day from 2000-07-03 to 2075 the factor that counting gives, and read it back', () => {
    let factor = 1000;
    for (let day = dayOf('2000-07-03'); day < dayOf('2075-01-01'); day++) {
      const date = isoDate(day);
      assert.equal(dueDateFactor(date), factor, date);
      assert.equal(dueDateFromFactor(factor, { referenceDate: isoDate(day - 30) }), date);
      factor = factor === 9999 ? 1000 : factor + 1;
    }
  });

  it('include leap days', () => {
    for (const date of ['2000-02-29', '2028-02-29', '2048-02-29', '2400-02-29'])
      assert.ok(isCivilDate(date), date);
    for (const date of ['2026-02-29', '2100-02-29', '2028-02-30']) assert.ok(!isCivilDate(date), date);
  });

  for (const text of [
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-01-00',
    '2026-1-01',
    '26-01-01',
    '2026/01/01',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '+026-01-01',
    '2026-01-0x',
    '2026-01-0:',
    '2026-01-1/',
    '2026/01-01',
    '2026-01/01',
    '2026-01-32',
    '2026-03-32',
    '2026-12-32',
    '2026-06-31',
    '2026-09-31',
    '2026-11-31',
    '',
  ]) {
    it(`do not include "${text}"`, () => assert.equal(isCivilDate(text), false));
  }

  it('end with the year 9999', () => {
    const last = { referenceDate: '9999-12-31' };
    assert.equal(dueDateFromFactor(9999, last), null);
    const factor = dueDateFactor('9999-12-31');
    assert.deepEqual(
      [dueDateFromFactor(factor, last), dueDateFromFactor(factor + 1, last)],
      ['9999-12-31', null],
    );
  });

  it('are the same in every time zone', () => {
    const dates = [
      '2017-02-18',
      '2025-02-21',
      '2025-02-22',
      '2026-12-31',
      '2028-02-29',
      '2049-10-13',
      '2049-10-14',
    ];
    const inThisZone = () =>
      dates.map((dueDate) => {
        const { barcode } = issue({ ...data, dueDate });
        return [barcode, parse(barcode, { referenceDate: dueDate }).dueDate];
      });
    const here = process.env.TZ;
    try {
      process.env.TZ = 'UTC';
      const expected = inThisZone();
      assert.deepEqual(
        expected.map(([, dueDate]) => dueDate),
        dates,
      );
      const offsets = new Set<number>();
      for (const zone of Intl.supportedValuesOf('timeZone')) {
        process.env.TZ = zone;
        offsets.add(new Date('2026-12-31T12:00:00Z').getTimezoneOffset());
        assert.deepEqual(inThisZone(), expected, zone);
      }
      // Proves that setting TZ took effect: the world has about forty offsets.
      assert.ok(offsets.size > 30, `${offsets.size} offsets`);
    } finally {
      if (here === undefined) delete process.env.TZ;
      else process.env.TZ = here;
    }
  });
});
