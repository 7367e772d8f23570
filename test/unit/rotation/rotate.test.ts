import assert from 'node:assert/strict';
import { rotatePassword } from '../../../src/rotation/index.js';
import { CURRENT, fakeRotation, PENDING, version } from './fake-rotation.js';

describe('rotatePassword, step by step', () => {
  function rotation() {
    const fake = fakeRotation('first');
    fake.store.add(CURRENT, 1, 'first');
    return fake;
  }

  it('stores, sets, logs in and promotes', async () => {
    const { options, store, requested, lines } = rotation();
    const result = await rotatePassword({ ...options, generate: () => 'second', who: 'ana' });
    assert.deepEqual([result.outcome, result.version], ['rotated', version(2)]);
    assert.deepEqual(requested, ['second']);
    const { value, comment } = await store.read(CURRENT);
    assert.deepEqual([value, comment], ['second', 'sbw rotate 2026-11-24T12:00:00.000Z ana']);
    assert.deepEqual(lines, [
      `Stored: ${PENDING} version ${version(2)}`,
      'Asked RDS to set the password of test-db',
      'The new password logs in',
      `Promoted: ${CURRENT} version ${version(2)} is the password`,
    ]);
  });

  it('passes the length to the generator', async () => {
    const { options } = rotation();
    const lengths: number[] = [];
    const generate = (length: number) => {
      lengths.push(length);
      return 'second';
    };
    await rotatePassword({ ...options, generate, length: 20 });
    assert.deepEqual(lengths, [20]);
  });

  it('waits until RDS is available and sets no other password', async () => {
    const { options, states, lines } = rotation();
    states.push({ status: 'modifying' }, { status: 'modifying' }, { passwordPending: true });
    await rotatePassword({ ...options, generate: () => 'second' });
    assert.deepEqual(lines.slice(0, 2), ['Waiting: test-db is modifying', 'Waiting: test-db is available']);
  });

  it('fails when RDS is not available within 15 minutes', async () => {
    const { options, clock, database } = rotation();
    const describe = async () => ({ ...(await database.describe()), status: 'modifying' });
    await assert.rejects(rotatePassword({ ...options, database: { ...database, describe } }), {
      code: 'ROTATION_TOO_SLOW',
      message:
        'After 15 minutes test-db is still modifying. Nothing is lost: the password is in credstash. Run again: sbw rotate-password test',
    });
    const waited = clock.pauses.reduce((sum, pause) => sum + pause, 0);
    assert.ok(waited >= 900_000 && waited < 902_000, `${waited} ms`);
    assert.ok(clock.pauses.every((pause) => pause >= 750 && pause <= 1_250));
  });

  it('fails when RDS accepts no request in time, and says how to go on', async () => {
    const { options, lines, database } = rotation();
    const requestPassword = async () => false;
    await assert.rejects(
      rotatePassword({ ...options, database: { ...database, requestPassword }, timeout: 60_000 }),
      { code: 'ROTATION_TOO_SLOW', message: /^After 1 minutes RDS did not take the change\. / },
    );
    assert.deepEqual(lines.slice(-2), [
      `Not finished: ${PENDING} version ${version(2)}. Nothing is lost.`,
      'To go on with it: sbw rotate-password test --resume; to give it up, 15 minutes later: sbw rotate-password test --abort',
    ]);
  });

  it('fails when the new password does not log in in time', async () => {
    const { options, database } = rotation();
    const requestPassword = async () => true;
    await assert.rejects(
      rotatePassword({ ...options, database: { ...database, requestPassword }, timeout: 60_000 }),
      { code: 'ROTATION_TOO_SLOW', message: /^After 1 minutes the new password does not log in\. / },
    );
  });

  it('reports a database that cannot be reached once for each reason, and retries until the deadline', async () => {
    const { options, lines, requested, server } = rotation();
    let failures = 0;
    const login: typeof options.login = async (_, { value }) => {
      if (requested.length > 0 && failures++ < 3) {
        throw new Error('unknown', failures < 3 ? { cause: new Error('connect ECONNREFUSED') } : {});
      }
      return value === server.password;
    };
    await rotatePassword({ ...options, login, generate: () => 'second' });
    assert.deepEqual(
      lines.filter((line) => line.startsWith('Waiting')),
      ['Waiting: test-db cannot be asked: connect ECONNREFUSED', 'Waiting: test-db cannot be asked: unknown'],
    );
  });

  it('reports a password that stopped logging in after it was promoted', async () => {
    const { options, store, server } = rotation();
    store.beforePut = (name) => {
      if (name === CURRENT) server.password = 'of somebody else';
    };
    await assert.rejects(rotatePassword(options), {
      code: 'PASSWORD_REFUSED',
      message:
        'The promoted password has stopped logging in to test-db: something else changed it. Rotate again: sbw rotate-password test --repair',
    });
  });

  it('reports a current password that somebody stored just after the promotion', async () => {
    const { options, store, server } = rotation();
    let logins = 0;
    const login: typeof options.login = async (_, { value }) => {
      logins++;
      return value === server.password;
    };
    const find = store.find.bind(store);
    store.read = async (name, more) => {
      if (name === CURRENT && logins > 1) store.add(CURRENT, 9, 'by hand');
      return (await find(name, more)) as Awaited<ReturnType<typeof store.read>>;
    };
    await assert.rejects(rotatePassword({ ...options, login }), { code: 'CURRENT_DIFFERS' });
  });

  it('refuses to begin without a function check-database, unless forced', async () => {
    const { options, requested } = rotation();
    await assert.rejects(rotatePassword({ ...options, force: false }), { code: 'CLIENTS_UNAWARE' });
    assert.deepEqual(requested, []);
    assert.equal((await rotatePassword(options)).outcome, 'rotated');
  });

  it('does not check its preconditions when it resumes', async () => {
    const { options, store } = rotation();
    store.add(PENDING, 2, 'begun');
    assert.equal((await rotatePassword({ ...options, force: false })).outcome, 'resumed');
  });

  it('begins nothing with resume if nothing is unfinished', async () => {
    const { options, requested } = rotation();
    assert.equal((await rotatePassword({ ...options, resume: true })).outcome, 'unchanged');
    assert.deepEqual(requested, []);
  });

  it('stores nothing after its signal was aborted', async () => {
    const { options, store } = rotation();
    store.beforePut = () => assert.fail('it stores a password');
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    await assert.rejects(rotatePassword({ ...options, signal }), { message: 'Ctrl-C' });
  });
});
