import assert from 'node:assert/strict';
import { createPasswordAgeLog } from '../../../../src/service/database/password-age.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { linesOf } from '../lines.js';

const HOUR = 60 * 60 * 1000;

describe("the password's age", () => {
  let clock: ManualClock;
  let comment: string | undefined;
  let looked: string[];

  beforeEach(() => {
    clock = new ManualClock();
    comment = `sbw rotate ${new Date(clock.start - 2 * HOUR).toISOString()} ana`;
    looked = [];
  });

  const versions = async (name: string) => {
    looked.push(name);
    const version = { name, digest: 'SHA256', version: '2', ...(comment === undefined ? {} : { comment }) };
    return [version, { ...version, version: '1', comment: 'sbw rotate 2020-01-01T00:00:00.000Z bob' }];
  };
  const create = (read: typeof versions = versions) => {
    const tell = createPasswordAgeLog({
      environment: 'live',
      secrets: async () => ({ versions: read }),
      clock,
    });
    return async () => {
      const { lines } = await linesOf(tell);
      return lines.map((line) => JSON.parse(line) as { event: string; PasswordAge?: number });
    };
  };
  const agesOf = (lines: { PasswordAge?: number }[]) => lines.map(({ PasswordAge }) => PasswordAge);

  it('is told in seconds, by what the newest version says of itself', async () => {
    const [line] = await create()();
    assert.deepEqual([line?.event, line?.PasswordAge], ['password-age', 7_200]);
    assert.deepEqual(looked, ['live/database/password']);
  });

  it('is told once an hour', async () => {
    const tell = create();
    assert.deepEqual(agesOf(await tell()), [7_200]);
    await clock.advance(HOUR - 1_000);
    comment = `sbw rotate ${clock.now().toISOString()} ana`;
    assert.deepEqual(agesOf(await tell()), []);
    await clock.advance(1_000);
    assert.deepEqual(agesOf(await tell()), [1]);
    assert.equal(looked.length, 2);
  });

  it('is not told of a password that sbw has not set', async () => {
    for (const other of [undefined, '', 'by hand', 'sbw rotate yesterday']) {
      comment = other;
      assert.deepEqual(await create()(), []);
    }
  });

  it('is looked at again the next time where credstash does not answer, and nothing of the error is told', async () => {
    let failures = 1;
    const tell = create(async (name) => {
      if (failures-- > 0) throw new Error('which quotes a secret');
      return await versions(name);
    });
    const [line] = await tell();
    assert.equal(line?.event, 'password-age-unknown');
    assert.doesNotMatch(JSON.stringify(line), /quotes/);
    assert.deepEqual(agesOf(await tell()), [7_200]);
  });

  it('holds nobody up where credstash never answers', async () => {
    const told = create(() => new Promise(() => {}))();
    await clock.slept();
    await clock.advance(5_000);
    assert.deepEqual(await told, []);
  });
});
