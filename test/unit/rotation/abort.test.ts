import assert from 'node:assert/strict';
import { abortRotation, rotatePassword } from '../../../src/rotation/index.js';
import { CURRENT, fakeRotation, PENDING, version } from './fake-rotation.js';

/** A rotation that was begun at a time of day, and whose password RDS has not set. */
function begun(time: string) {
  const fake = fakeRotation('first');
  fake.store.add(CURRENT, 1, 'first', 'a comment');
  fake.store.add(PENDING, 2, 'second', `sbw rotate 2026-11-24T${time}.000Z ana`);
  return fake;
}
const unsafe = (why: string) => ({
  code: 'ABORT_UNSAFE',
  message: `The rotation of test is not given up: ${why}. Nothing was changed. Finish it: sbw rotate-password test --resume`,
});

describe('abortRotation', () => {
  // The clock shows 12:00:00.
  it('makes the current password the newest one, with its comment, after exactly 15 minutes', async () => {
    const { options, store, requested, lines } = begun('11:45:00');
    const { outcome, version: promoted } = await abortRotation(options);
    assert.deepEqual([outcome, promoted], ['unchanged', version(3)]);
    const { value, comment } = await store.read(CURRENT);
    assert.deepEqual([value, comment, requested], ['first', 'a comment', []]);
    assert.equal(lines.at(-1), `Given up: ${PENDING} version ${version(2)}, which RDS never set`);
  });

  it('accepts passwords without a comment, whose age nobody knows', async () => {
    const { options, store } = fakeRotation('first');
    store.add(CURRENT, 1, 'first');
    store.add(PENDING, 2, 'second');
    await abortRotation(options);
    const { value, comment } = await store.read(CURRENT);
    assert.deepEqual([value, comment], ['first', undefined]);
  });

  it('gives nothing up when somebody else has gone on with it', async () => {
    const { options, store } = begun('11:00:00');
    store.beforePut = () => void store.add(PENDING, 3, 'third');
    await assert.rejects(abortRotation(options), unsafe('somebody else has gone on with it'));
    assert.equal((await store.read(CURRENT)).version, version(1));
  });

  it('refuses a rotation that began less than 15 minutes ago', async () => {
    const { options } = begun('11:45:01');
    const why = 'it began at 2026-11-24T11:45:01.000Z, less than 15 minutes ago, and may be under way';
    await assert.rejects(abortRotation(options), unsafe(why));
  });

  it('refuses while RDS is busy', async () => {
    const { options, states } = begun('11:00:00');
    states.push({ status: 'modifying' });
    await assert.rejects(abortRotation(options), unsafe('test-db is modifying, and may be setting it'));
  });

  it('refuses when the pending password logs in already', async () => {
    const { options, server } = begun('11:00:00');
    server.password = 'second';
    await assert.rejects(abortRotation(options), unsafe('its password is already the one that logs in'));
  });

  it('refuses when the current password does not log in', async () => {
    const { options, server } = begun('11:00:00');
    server.password = 'by hand';
    await assert.rejects(abortRotation(options), unsafe('the current password does not log in'));
  });

  it('refuses when nothing is unfinished', async () => {
    const { options, store } = fakeRotation('first');
    store.add(CURRENT, 1, 'first');
    await assert.rejects(abortRotation(options), {
      code: 'NOTHING_TO_ABORT',
      message: 'test has no unfinished rotation. See: sbw rotate-password status test',
    });
  });
});

describe('rotatePassword with resume', () => {
  it('finishes the rotation that was begun', async () => {
    const { options, requested } = begun('11:00:00');
    assert.equal((await rotatePassword({ ...options, resume: true })).outcome, 'resumed');
    assert.deepEqual(requested, ['second']);
  });

  it('reports the state of RDS once in ten polls, while the password does not log in', async () => {
    const { options, states, lines, requested, server } = begun('11:00:00');
    let polls = 0;
    const login: typeof options.login = async (_, { value }) => {
      if (requested.length > 0 && ++polls <= 20) return false;
      return value === server.password;
    };
    states.push({}, { status: 'resetting-master-credentials' }, { status: 'modifying' });
    await rotatePassword({ ...options, login, resume: true });
    assert.deepEqual(
      lines.filter((line) => line.startsWith('Waiting')),
      ['resetting-master-credentials', 'modifying'].map(
        (status) => `Waiting: test-db is ${status}; the new password does not log in yet`,
      ),
    );
  });
});
