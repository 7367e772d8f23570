import assert from 'node:assert/strict';
import { initPassword } from '../../../src/rotation/index.js';
import { CURRENT, fakeRotation, PENDING, version } from './fake-rotation.js';

const neverAsk = () => assert.fail('it asks for a password that it would not store');

describe('initPassword', () => {
  it('stores the password that logs in, and deletes the pending one', async () => {
    const { options, store, lines } = fakeRotation('first');
    const rotation = await initPassword({ ...options, who: 'ana' }, async () => 'first');
    assert.deepEqual(rotation, {
      environment: 'test',
      database: 'test-db',
      secret: CURRENT,
      version: version(1),
      outcome: 'rotated',
    });
    const { value, comment } = await store.read(CURRENT);
    assert.deepEqual([value, comment], ['first', 'sbw rotate 2026-11-24T12:00:00.000Z ana']);
    assert.deepEqual(await store.versions(PENDING), []);
    assert.deepEqual(lines, [`Stored: ${CURRENT} version ${version(1)}, which logs in`]);
  });

  it('deletes the pending password when it is refused', async () => {
    const { options, store } = fakeRotation('first');
    await assert.rejects(
      initPassword(options, async () => 'other'),
      {
        code: 'PASSWORD_REFUSED',
        message: 'That password does not log in as superbowleto at test-db. Nothing was stored.',
      },
    );
    assert.deepEqual([await store.versions(PENDING), await store.versions(CURRENT)], [[], []]);
  });

  it('deletes the pending password when it is not known whether it logs in', async () => {
    const { options, store } = fakeRotation('first');
    const login = () => Promise.reject(new Error('no way there'));
    const asked = initPassword({ ...options, login }, async () => 'first');
    await assert.rejects(asked, { message: 'no way there' });
    assert.deepEqual([await store.versions(PENDING), await store.versions(CURRENT)], [[], []]);
  });

  it('does not ask when there is a current password', async () => {
    const { options, store } = fakeRotation('first');
    store.add(CURRENT, 1, 'first');
    await assert.rejects(initPassword(options, neverAsk), {
      code: 'ALREADY_INITIAL',
      exitCode: 2,
      message: 'test has a password already. Rotate it: sbw rotate-password test',
    });
  });

  it('does not ask when one was begun', async () => {
    const { options, store } = fakeRotation('first');
    store.add(PENDING, 1, 'begun');
    await assert.rejects(initPassword(options, neverAsk), {
      code: 'ROTATION_UNFINISHED',
      message: `test has no current password, but one that was begun and not finished: ${PENDING} version ${version(1)}. Make it the password of the database: sbw rotate-password test --resume`,
    });
  });

  it('leaves the password of another run that began while it asked', async () => {
    const { options, store } = fakeRotation('first');
    const ask = async () => {
      store.add(PENDING, 1, 'theirs');
      return 'first';
    };
    await assert.rejects(initPassword(options, ask), {
      code: 'ROTATION_UNFINISHED',
      message: 'Somebody else has begun to set a password of test. See: sbw rotate-password status test',
    });
    assert.deepEqual(
      (await store.versions(PENDING)).map(({ value }) => value),
      ['theirs'],
    );
    assert.deepEqual(await store.versions(CURRENT), []);
  });
});
