import assert from 'node:assert/strict';
import { describeLog, describeReleases } from '../../../../src/deploy/index.js';
import type { Release } from '../../../../src/operations/index.js';

const release = (minute: number, more: Partial<Release> = {}): Release => ({
  id: `2026-03-04T05:0${minute}:00.000Z ${String(minute).repeat(8)}`,
  ...{ environment: 'live', who: 'ana', host: 'laptop', ref: 'main', commit: 'abcd'.repeat(10) },
  startedAt: `2026-03-04T05:0${minute}:00.000Z`,
  state: 'released',
  functions: [],
  ...more,
});

const first = release(1);
const log = [
  release(4, { state: 'failed' }),
  release(3, { kind: 'rollback', to: first.id }),
  release(2),
  first,
];
const rest = (minute: number) => `main abcdabcdabcd ana@laptop 2026-03-04T05:0${minute}:00.000Z`;
const lines = [
  `44444444 failed deploy ${rest(4)}`,
  `* 33333333 released rollback to 11111111 ${rest(3)}`,
  `22222222 released deploy ${rest(2)}`,
  `11111111 released deploy ${rest(1)}`,
];

describe('describeLog', () => {
  it('gives every release a line, and marks the newest that succeeded', () => {
    assert.equal(describeLog(log, 'live'), lines.join('\n'));
  });

  it('says that nothing was released', () => {
    assert.equal(describeLog([], 'live'), 'Nothing was released to live yet.');
  });
});

describe('describeReleases', () => {
  it('has the same in columns below a heading', () => {
    const [heading, ...rows] = describeReleases(log, 'live').split('\n');
    assert.deepEqual(heading?.trim().split(/ +/), [
      ...['RELEASE', 'STATE', 'KIND', 'REF', 'COMMIT', 'WHO', 'WHEN'],
    ]);
    assert.deepEqual(
      rows.map((row) => row.trim().replace(/ +/g, ' ')),
      lines,
    );
  });

  it('says that nothing was released', () => {
    assert.equal(describeReleases([], 'live'), 'Nothing was released to live yet.');
  });
});
