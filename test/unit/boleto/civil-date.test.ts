import assert from 'node:assert/strict';
import { civilDate, civilDay, isCivilDate, LAST_DAY } from '../../../src/boleto/civil-date.js';

const DAY = 86_400_000;
const padded = (year: number) => String(year).padStart(4, '0');

describe('civilDay and civilDate', () => {
  it('agree with the calendar of the runtime on the turns of every year from 0000 to 9999', () => {
    for (let year = 0; year <= 9999; year++) {
      const march = Date.parse(`${padded(year)}-03-01`) / DAY;
      const turns = [`${padded(year)}-01-01`, `${padded(year)}-12-31`].map((date) => Date.parse(date) / DAY);
      for (const day of [...turns, march - 2, march - 1, march]) {
        const date = new Date(day * DAY).toISOString().slice(0, 10);
        if (civilDay('date', date) !== day || civilDate(day) !== date) {
          assert.deepEqual([civilDay('date', date), civilDate(day)], [day, date]);
        }
      }
    }
  });

  it('agree with it on every day of the four hundred years after which the calendar repeats', () => {
    for (let day = Date.parse('1800-01-01') / DAY; day < Date.parse('2200-01-01') / DAY; day += 3) {
      const date = new Date(day * DAY).toISOString().slice(0, 10);
      if (civilDay('date', date) !== day || civilDate(day) !== date) {
        assert.deepEqual([civilDay('date', date), civilDate(day)], [day, date]);
      }
    }
  });

  it('end with the last day that four digits of a year can write', () => {
    assert.equal(civilDate(LAST_DAY), '9999-12-31');
    assert.equal(civilDay('date', '9999-12-31'), LAST_DAY);
  });

  it('name the field and the format of a text that is no date', () => {
    assert.throws(() => civilDay('payer.since', '2026-02-30'), {
      name: 'BoletoError',
      code: 'INVALID_DATE',
      field: 'payer.since',
      limit: 'YYYY-MM-DD',
      message: 'payer.since must be a date of the calendar as YYYY-MM-DD',
    });
  });
});

describe('isCivilDate', () => {
  it('knows the length of each month, and 29 February of leap years only', () => {
    const lengths = (year: string) =>
      Array.from({ length: 12 }, (_, index) => {
        const month = String(index + 1).padStart(2, '0');
        const days = Array.from({ length: 32 }, (_, day) => String(day).padStart(2, '0'));
        return days.filter((day) => isCivilDate(`${year}-${month}-${day}`)).length;
      });
    const plain = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (const year of ['2026', '1900', '2100']) assert.deepEqual(lengths(year), plain, year);
    for (const year of ['0000', '2000', '2024', '2400']) {
      assert.deepEqual(lengths(year), plain.with(1, 29), year);
    }
  });

  it('refuses what is no text of ten characters', () => {
    for (const value of [undefined, null, 20_261_231, ['2026-12-31'], '2026-12-310', '2026-12-3']) {
      assert.equal(isCivilDate(value as string), false, String(value));
    }
  });
});
