import assert from 'node:assert/strict';
import { reconcilePassword } from '../../../src/rotation/index.js';
import { CURRENT, fakeRotation, PENDING, version } from './fake-rotation.js';

/** A database with one password, and the versions of the current password in credstash, oldest first. */
function rotation(inForce: string, ...values: string[]) {
  const fake = fakeRotation(inForce);
  values.forEach((value, index) => void fake.store.add(CURRENT, index + 1, value));
  return fake;
}

describe('reconcilePassword', () => {
  it('changes nothing when the current password logs in', async () => {
    const { options, store, requested, lines } = rotation('second', 'first', 'second');
    const { outcome, version: current } = await reconcilePassword(options);
    assert.deepEqual([outcome, current], ['unchanged', version(2)]);
    assert.deepEqual(lines, [`${CURRENT} version ${version(2)} logs in`]);
    assert.deepEqual([(await store.versions(CURRENT)).length, requested], [2, []]);
  });

  it('stores an older password that logs in as the newest version', async () => {
    const { options, store, requested, lines } = rotation('second', 'first', 'second', 'third');
    const rotated = await reconcilePassword({ ...options, who: 'ana' });
    assert.deepEqual([rotated.outcome, rotated.version], ['rotated', version(4)]);
    const { value, comment } = await store.read(CURRENT);
    assert.deepEqual([value, comment], ['second', 'sbw rotate 2026-11-24T12:00:00.000Z ana']);
    assert.deepEqual(lines, [
      `Version ${version(2)} logs in, and is now version ${version(4)}. It is an old one: rotate it soon`,
    ]);
    assert.deepEqual(requested, []);
  });

  it('asks RDS to set the current password when no version logs in', async () => {
    const { options, store, requested, lines } = rotation('unknown', 'first', 'second');
    const { outcome, version: current } = await reconcilePassword(options);
    assert.deepEqual([outcome, current, requested], ['rotated', version(2), ['second']]);
    assert.equal(lines[0], `No version of ${CURRENT} logs in`);
    assert.equal((await store.versions(CURRENT)).length, 2);
  });

  it('tries each password once, newest first', async () => {
    const { options } = rotation('first', 'first', 'second', 'third', 'second', 'third');
    const tried: string[] = [];
    const login: typeof options.login = async (_, { value }) => {
      tried.push(value);
      return value === 'first';
    };
    await reconcilePassword({ ...options, login });
    assert.deepEqual(tried, ['third', 'second', 'first']);
  });

  it('waits until RDS is idle before it tries', async () => {
    const { options, states, lines } = rotation('first', 'first');
    states.push({ status: 'modifying' });
    await reconcilePassword(options);
    assert.equal(lines[0], 'Waiting: test-db is modifying');
  });

  it('refuses while a rotation is unfinished', async () => {
    const { options, store } = rotation('first', 'first');
    store.add(PENDING, 2, 'begun');
    await assert.rejects(reconcilePassword(options), {
      code: 'ROTATION_UNFINISHED',
      message:
        'test has a rotation that was begun and not finished. Finish it first: sbw rotate-password test --resume',
    });
  });

  it('refuses without a current password', async () => {
    await assert.rejects(reconcilePassword(rotation('first').options), {
      code: 'NO_CURRENT_PASSWORD',
      message: `There is no secret ${CURRENT}, so there is nothing to try. Set a new password by: sbw rotate-password test --repair`,
    });
  });
});
