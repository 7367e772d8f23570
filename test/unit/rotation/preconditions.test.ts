import assert from 'node:assert/strict';
import { type Checker, rotatePassword } from '../../../src/rotation/index.js';
import { CURRENT, fakeRotation, PENDING, version } from './fake-rotation.js';

const aware: Checker = {
  verifyClients: async () => {},
  login: async () => assert.fail('this process can reach the database'),
};
const unaware: Checker = {
  ...aware,
  verifyClients: () => Promise.reject(new Error('test-check-database follows rule 1')),
};

/** An environment whose current password is `first`, in a database that accepts `inForce`. */
function rotation(inForce = 'first') {
  const fake = fakeRotation(inForce);
  fake.store.add(CURRENT, 1, 'first');
  return { ...fake, options: { ...fake.options, generate: () => 'second' } };
}

describe('the preconditions of a rotation', () => {
  it('are that the functions follow it', async () => {
    const { options, requested, store } = rotation();
    await assert.rejects(rotatePassword({ ...options, force: false, checker: unaware }), {
      message: 'test-check-database follows rule 1',
    });
    assert.deepEqual([requested, await store.versions(PENDING)], [[], []]);
    const { outcome } = await rotatePassword({ ...options, force: false, checker: aware });
    assert.equal(outcome, 'rotated');
  });

  it('are reported as warnings when it is forced', async () => {
    const { options, lines, requested } = rotation();
    await rotatePassword({ ...options, checker: unaware });
    assert.equal(lines[0], 'Warning: test-check-database follows rule 1');
    assert.deepEqual(requested, ['second']);
  });

  it('are checked, even when it is forced, against the database that RDS describes', async () => {
    const { options } = rotation();
    let host: string | undefined;
    const checker = {
      ...aware,
      verifyClients: async (target: { host: string }) => {
        host = target.host;
      },
    };
    await rotatePassword({ ...options, checker });
    assert.equal(host, 'db.example');
  });

  it('let it stop when its signal is aborted, even when it is forced', async () => {
    const { options, lines } = rotation();
    const controller = new AbortController();
    const verifyClients = async () => {
      controller.abort(new Error('Ctrl-C'));
      throw new Error('the request was aborted');
    };
    const checker = { ...aware, verifyClients };
    const rotating = rotatePassword({ ...options, checker, signal: controller.signal });
    await assert.rejects(rotating, { message: 'Ctrl-C' });
    assert.deepEqual(lines, []);
  });

  it('are that there is a current password', async () => {
    const { options } = fakeRotation('first');
    await assert.rejects(rotatePassword(options), {
      code: 'NO_CURRENT_PASSWORD',
      message: `There is no secret ${CURRENT}. Store the present password by: sbw rotate-password test --init. If nobody knows it, set a new one by: sbw rotate-password test --repair`,
    });
  });

  it('are that the current password logs in', async () => {
    const { options, requested, store } = rotation('by hand');
    await assert.rejects(rotatePassword(options), {
      code: 'CURRENT_PASSWORD_REFUSED',
      message: `${CURRENT} version ${version(1)} does not log in as superbowleto at test-db. After a restore: sbw rotate-password test --reconcile. Else check that it belongs to this database, and set a new one by: sbw rotate-password test --repair`,
    });
    assert.deepEqual([requested, await store.versions(PENDING)], [[], []]);
  });

  it('are not that it logs in when it is repaired', async () => {
    const lost = rotation('by hand');
    assert.equal((await rotatePassword({ ...lost.options, repair: true })).outcome, 'rotated');
    const none = fakeRotation('by hand');
    const options = { ...none.options, generate: () => 'second', repair: true };
    assert.equal((await rotatePassword(options)).outcome, 'rotated');
    assert.equal((await none.store.read(CURRENT)).value, 'second');
  });

  /** A rotation whose login is refused, while another run stores a pending password of that version. */
  function besideAnother(number: number) {
    const fake = rotation('by hand');
    const login: typeof fake.options.login = async (_, { value }) => {
      if (value === 'first') fake.store.add(PENDING, number, 'theirs');
      return value === fake.server.password;
    };
    return { ...fake, options: { ...fake.options, login } };
  }

  it('let a run finish the password of another one that began meanwhile', async () => {
    const { options, requested } = besideAnother(2);
    const { version: current } = await rotatePassword(options);
    assert.deepEqual([requested, current], [['theirs'], version(2)]);
  });

  it('do not mistake an old pending password for that of another run', async () => {
    await assert.rejects(rotatePassword(besideAnother(1).options), { code: 'CURRENT_PASSWORD_REFUSED' });
  });
});
