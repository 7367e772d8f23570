import assert from 'node:assert/strict';
import { readSince } from '../../../../src/cli/logs/since.js';

const NOW = new Date('2026-11-24T12:00:00.000Z');

describe('readSince', () => {
  for (const [text, expected] of [
    ['30s', '2026-11-24T11:59:30.000Z'],
    ['10m', '2026-11-24T11:50:00.000Z'],
    ['2h', '2026-11-24T10:00:00.000Z'],
    ['1d', '2026-11-23T12:00:00.000Z'],
    ['1w', '2026-11-17T12:00:00.000Z'],
    ['2026-11-24T08:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['2026-11-24T08:00:00-03:00', '2026-11-24T11:00:00.000Z'],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(readSince(text, NOW).toISOString(), expected));
  }

  for (const text of ['', 'yesterday', '10', '5y', '2026-13-99', '12:00']) {
    it(`refuses "${text}"`, () =>
      assert.throws(() => readSince(text, NOW), {
        code: 'SINCE_UNCLEAR',
        message: `--since "${text}" is no time. Say how long ago (30s, 10m, 2h, 1d) or when (2026-11-24T12:00:00Z).`,
      }));
  }
});
