import assert from 'node:assert/strict';
import { Parser } from '@oclif/core';
import { durationFlag, parseDuration } from '../../../src/cli/duration.js';

describe('parseDuration', () => {
  const durations: [string, number | undefined][] = [
    ['30s', 30_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1w', 604_800_000],
    ['999999s', 999_999_000],
    ['1000000s', undefined],
    ['10', undefined],
    ['10 m', undefined],
    ['-1m', undefined],
    ['1.5h', undefined],
    ['1m2', undefined],
    ['', undefined],
  ];
  for (const [text, milliseconds] of durations) {
    it(`reads ${JSON.stringify(text)} as ${milliseconds}`, () => {
      assert.equal(parseDuration(text), milliseconds);
    });
  }
});

describe('durationFlag', () => {
  const parse = (text: string) => Parser.parse(['--wait', text], { flags: { wait: durationFlag({}) } });

  it('is a number of milliseconds', async () => {
    assert.equal((await parse('10m')).flags.wait, 600_000);
  });

  it('refuses what is no duration', async () => {
    await assert.rejects(parse('soon'), {
      code: 'DURATION_UNCLEAR',
      exitCode: 2,
      message: /"soon" is no duration\. Say 30s, 10m, 2h or 1d\./,
    });
  });
});
