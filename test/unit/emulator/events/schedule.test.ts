import assert from 'node:assert/strict';
import { scheduledEvent } from '../../../../src/emulator/events/index.js';
import { nextDue, parseRate } from '../../../../src/emulator/events/schedule.js';

describe('parseRate', () => {
  for (const [expression, milliseconds] of [
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(24 hours)', 86_400_000],
    ['rate(1 day)', 86_400_000],
    ['rate(2 days)', 172_800_000],
    [' rate(1 day) ', 86_400_000],
  ] as const) {
    it(`reads ${expression}`, () => assert.equal(parseRate(expression), milliseconds));
  }

  for (const expression of [
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(0 minute)',
    'rate(1 week)',
    'cron(0 12 * * ? *)',
    '',
  ]) {
    it(`refuses "${expression}"`, () => {
      assert.throws(() => parseRate(expression), {
        code: 'UNSUPPORTED_SCHEDULE',
        message: `The local stage cannot run the schedule "${expression}". It knows rate(1 minute), rate(5 minutes), rate(1 hour), rate(2 days) and the like; it does not know cron(…).`,
      });
    });
  }
});

describe('nextDue', () => {
  it('is the known time before that has come', () => assert.equal(nextDue(100, 60, 99), 100));
  it('is the known time when that is several intervals ahead', () =>
    assert.equal(nextDue(1000, 60, 99), 1000));
  it('is one interval later when it has come', () => assert.equal(nextDue(100, 60, 100), 160));
  it('skips what has passed, and keeps the rhythm', () => assert.equal(nextDue(100, 60, 1001), 1060));
});

describe('scheduledEvent', () => {
  it("has EventBridge's members", () => {
    const owner = { account: '000000000000', region: 'us-east-1' };
    const { id, ...event } = scheduledEvent('every-minute', new Date('2026-01-02T03:04:05.678Z'), owner);
    assert.match(String(id), /^[0-9a-f-]{36}$/);
    assert.deepEqual(event, {
      version: '0',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'us-east-1',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/every-minute'],
      detail: {},
    });
  });
});
