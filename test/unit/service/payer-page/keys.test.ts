import assert from 'node:assert/strict';
import { createPageKeys, type PageKeys } from '../../../../src/service/payer-page/keys.js';
import { secretsHolding } from '../../../integration/service/harness.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { linesOf } from '../lines.js';

const NAME = 'test/payer-page/key';
const NEVER = Number.POSITIVE_INFINITY;
const HOUR = 3_600_000;

describe("the keys of the payer's page", () => {
  let clock: ManualClock;
  let values: Record<string, string[]>;
  let secrets: ReturnType<typeof secretsHolding>;
  /** What credstash does: it answers, it fails, or it never answers. */
  let mood: 'well' | 'broken' | 'stuck';
  let keys: PageKeys;

  beforeEach(() => {
    clock = new ManualClock();
    values = { [NAME]: ['first', 'second'] };
    secrets = secretsHolding(values);
    mood = 'well';
    const find: typeof secrets.find = async (name, options) => {
      const found = await secrets.find(name, options);
      if (mood === 'broken') throw Object.assign(new Error('no way'), { code: 'ECONNREFUSED' });
      return mood === 'well' ? found : await new Promise<never>(() => {});
    };
    keys = createPageKeys('test', async () => ({ find }), clock);
  });

  const newest = async (deadline = NEVER) => (await keys.newest(deadline))?.value;
  const unread = { code: 'PAGE_KEY_UNREAD' };

  it('reads the newest key once an hour, and older ones once', async () => {
    assert.equal(await newest(), 'second');
    await clock.advance(HOUR - 1);
    assert.equal(await newest(), 'second');
    assert.equal(secrets.reads, 1);
    values[NAME]?.push('third');
    await clock.advance(1);
    assert.equal(await newest(), 'third');
    for (let time = 0; time < 3; time++) assert.equal((await keys.find(1, NEVER))?.value, 'first');
    assert.equal(secrets.reads, 3);
  });

  it('looks at most twice a minute for a version that does not exist', async () => {
    await newest();
    await clock.advance(HOUR / 2);
    for (const version of [3, 4, 999_999]) assert.equal(await keys.find(version, NEVER), undefined);
    assert.equal(secrets.reads, 2);
    values[NAME]?.push('third');
    await clock.advance(30_000);
    assert.equal((await keys.find(3, NEVER))?.value, 'third');
  });

  it('reads at most twice a minute while credstash fails, whatever version a link names', async () => {
    values[NAME]?.push('third');
    await newest();
    mood = 'broken';
    await linesOf(async () => {
      for (const version of [1, 2, 1, 2]) await assert.rejects(keys.find(version, NEVER), unread);
      assert.equal(secrets.reads, 2);
      await clock.advance(30_000);
      await assert.rejects(keys.find(1, NEVER), unread);
      assert.equal(secrets.reads, 3);
    });
    mood = 'well';
    await clock.advance(30_000);
    assert.equal((await keys.find(1, NEVER))?.value, 'first');
  });

  it('does not say that a version does not exist while credstash fails', async () => {
    mood = 'broken';
    const { lines } = await linesOf(async () => {
      assert.equal(await newest(), undefined);
      await assert.rejects(keys.find(1, NEVER), unread);
    });
    assert.equal(JSON.parse(lines[0] ?? '').event, 'page-key-unread');
    mood = 'well';
    await clock.advance(30_000);
    assert.equal(await newest(), 'second');
  });

  it('waits a second for a newer key, then uses the one that it has', async () => {
    await newest();
    mood = 'stuck';
    await clock.advance(HOUR);
    const late = newest();
    await clock.slept();
    assert.equal(await newest(), 'second');
    await clock.advance(1_000);
    assert.equal(await late, 'second');
  });

  it('waits no longer than the request may, and tries again after a read without an answer', async () => {
    await newest();
    mood = 'stuck';
    await clock.advance(HOUR);
    const late = newest(clock.now().getTime() + 200);
    await clock.slept();
    await clock.advance(200);
    assert.equal(await late, 'second');
    const { lines } = await linesOf(() => clock.advance(5_000));
    assert.equal(JSON.parse(lines[0] ?? '').event, 'page-key-unread');
    mood = 'well';
    values[NAME]?.push('third');
    await clock.advance(30_000);
    assert.equal(await newest(), 'third');
  });
});
