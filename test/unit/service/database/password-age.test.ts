import assert from 'node:assert/strict';
import { createPasswordAgeLog } from '../../../../src/service/database/password-age.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { linesOf } from '../lines.js';

const HOUR = 60 * 60 * 1000;

describe('createPasswordAgeLog', () => {
  let clock: ManualClock;
  let comment: string | undefined;
  let reads: string[];

  beforeEach(() => {
    clock = new ManualClock();
    comment = `sbw rotate ${new Date(clock.start - 2 * HOUR).toISOString()} ana`;
    reads = [];
  });

  const versions = async (name: string) => {
    reads.push(name);
    const version = { name, digest: 'SHA256', version: '2', ...(comment === undefined ? {} : { comment }) };
    return [version, { ...version, version: '1', comment: 'sbw rotate 2020-01-01T00:00:00.000Z bob' }];
  };
  const create = (read: typeof versions = versions) => {
    const logAge = createPasswordAgeLog({
      environment: 'live',
      secrets: async () => ({ versions: read }),
      clock,
    });
    return async () => {
      const { lines } = await linesOf(logAge);
      return lines.map((line) => JSON.parse(line) as { event: string; PasswordAge?: number });
    };
  };
  const agesOf = (lines: { PasswordAge?: number }[]) => lines.map(({ PasswordAge }) => PasswordAge);

  it('logs the age in seconds, from the comment of the newest version', async () => {
    const [line] = await create()();
    assert.deepEqual([line?.event, line?.PasswordAge], ['password-age', 7_200]);
    assert.deepEqual(reads, ['live/database/password']);
  });

  it('logs once an hour', async () => {
    const logAge = create();
    assert.deepEqual(agesOf(await logAge()), [7_200]);
    await clock.advance(HOUR - 1_000);
    comment = `sbw rotate ${clock.now().toISOString()} ana`;
    assert.deepEqual(agesOf(await logAge()), []);
    await clock.advance(1_000);
    assert.deepEqual(agesOf(await logAge()), [1]);
    assert.equal(reads.length, 2);
  });

  it('logs nothing about a password that sbw has not set', async () => {
    for (const other of [undefined, '', 'by hand', 'sbw rotate yesterday']) {
      comment = other;
      assert.deepEqual(await create()(), []);
    }
    assert.equal(reads.length, 4);
  });

  it('reads again the next time after an error of credstash, whose message it does not log', async () => {
    let failures = 1;
    const logAge = create(async (name) => {
      if (failures-- > 0) throw new Error('which quotes a secret');
      return await versions(name);
    });
    const [line] = await logAge();
    assert.equal(line?.event, 'password-age-unknown');
    assert.doesNotMatch(JSON.stringify(line), /quotes/);
    assert.deepEqual(agesOf(await logAge()), [7_200]);
  });

  it('returns after five seconds if credstash never answers', async () => {
    const lines = create(() => new Promise(() => {}))();
    await clock.slept();
    await clock.advance(5_000);
    assert.deepEqual(await lines, []);
  });
});
