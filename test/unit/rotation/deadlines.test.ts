import assert from 'node:assert/strict';
import { rotatePassword } from '../../../src/rotation/index.js';
import { CURRENT, fakeRotation, PENDING, version } from './fake-rotation.js';

/** Each pause of this rotation is as long as its timeout, so that its second look comes exactly at the deadline. */
function rotation() {
  const fake = fakeRotation('first');
  fake.store.add(CURRENT, 1, 'first');
  const { clock } = fake;
  const sleep = () => clock.sleep(60_000);
  const slow = { now: () => clock.now(), sleep };
  return { ...fake, options: { ...fake.options, clock: slow, timeout: 60_000, generate: () => 'second' } };
}

describe('the deadline of a rotation', () => {
  it('ends the requests to RDS when it is reached', async () => {
    const { options, database, lines } = rotation();
    let requests = 0;
    const requestPassword = async () => {
      requests++;
      return false;
    };
    await assert.rejects(rotatePassword({ ...options, database: { ...database, requestPassword } }), {
      code: 'ROTATION_TOO_SLOW',
    });
    assert.equal(requests, 1);
    assert.ok(lines.includes('RDS could not take the change of test-db; asking again'));
  });

  it('ends the wait for the new password when it is reached', async () => {
    const { options, database } = rotation();
    let logins = 0;
    const login: typeof options.login = async (_, { value }) => {
      if (value === 'second') logins++;
      return value === 'first';
    };
    await assert.rejects(rotatePassword({ ...options, login, database }), {
      code: 'ROTATION_TOO_SLOW',
      message: /^After 1 minutes the new password does not log in\. /,
    });
    // Once before the request to RDS, once after it, and once at the deadline.
    assert.equal(logins, 3);
  });

  it('ends the wait for a database that cannot be reached, with the last reason', async () => {
    const { options, requested, server } = rotation();
    let failures = 0;
    const login: typeof options.login = async (_, { value }) => {
      if (requested.length > 0) throw new Error(`no way there ${++failures}`);
      return value === server.password;
    };
    await assert.rejects(rotatePassword({ ...options, login }), { message: 'no way there 2' });
    assert.equal(failures, 2);
  });

  it('ends the wait for an idle RDS when it is reached', async () => {
    const { options, database } = rotation();
    let looks = 0;
    const describe = async () => {
      looks++;
      return { ...(await database.describe()), status: 'modifying' };
    };
    await assert.rejects(rotatePassword({ ...options, database: { ...database, describe } }), {
      code: 'ROTATION_TOO_SLOW',
    });
    assert.equal(looks, 2);
  });
});

describe('a rotation whose signal is aborted', () => {
  function aborting() {
    const fake = fakeRotation('first');
    fake.store.add(CURRENT, 1, 'first');
    fake.store.add(PENDING, 2, 'second');
    const controller = new AbortController();
    const abort = () => controller.abort(new Error('Ctrl-C'));
    return { ...fake, abort, options: { ...fake.options, signal: controller.signal } };
  }

  it('stops instead of waiting for a database that cannot be reached', async () => {
    const { options, requested, abort, lines } = aborting();
    const login = async () => {
      if (requested.length === 0) return false;
      abort();
      throw new Error('the connection was lost');
    };
    await assert.rejects(rotatePassword({ ...options, login }), { message: 'Ctrl-C' });
    assert.ok(!lines.some((line) => line.startsWith('Waiting')));
  });

  it('stops instead of reporting what RDS is doing', async () => {
    const { options, database, abort, lines } = aborting();
    let isAsked = false;
    const describe: typeof database.describe = async (signal) => {
      if (isAsked) abort();
      return await database.describe(signal);
    };
    const requestPassword = async () => {
      isAsked = true;
      return true;
    };
    const login = async () => false;
    const rotating = rotatePassword({
      ...options,
      login,
      database: { ...database, describe, requestPassword },
    });
    await assert.rejects(rotating, { message: 'Ctrl-C' });
    assert.ok(!lines.some((line) => line.startsWith('Waiting')));
  });
});

describe('the pauses of a rotation', () => {
  it('are spread over 750 to 1,250 ms', async () => {
    const { options, clock, database } = fakeRotation('first');
    const describe = async () => ({ ...(await database.describe()), status: 'modifying' });
    await assert.rejects(rotatePassword({ ...options, database: { ...database, describe } }));
    // Of 900 random pauses, none in the highest fifth happens once in 10^87 runs.
    assert.ok(clock.pauses.some((pause) => pause > 1_150));
    assert.ok(clock.pauses.some((pause) => pause < 850));
  });

  it('are nine before the first look at RDS and ten before the next, which report nothing when RDS fails', async () => {
    const { options, clock, database, store } = fakeRotation('first');
    store.add(PENDING, 2, 'second');
    const reportedAfter: number[] = [];
    let isAsked = false;
    const describe = async () => {
      if (isAsked) {
        reportedAfter.push(clock.pauses.length);
        throw new Error('throttled');
      }
      return await database.describe();
    };
    const requestPassword = async () => {
      isAsked = true;
      return true;
    };
    const lines: string[] = [];
    const rotating = rotatePassword({
      ...options,
      login: async () => false,
      timeout: 30_000,
      database: { ...database, describe, requestPassword },
      report: (line) => lines.push(line),
    });
    await assert.rejects(rotating, { code: 'ROTATION_TOO_SLOW' });
    assert.deepEqual(reportedAfter.slice(0, 2), [9, 19]);
    assert.deepEqual(lines, [
      `Resuming: ${PENDING} version ${version(2)} was begun and not finished`,
      'Asked RDS to set the password of test-db',
      `Not finished: ${PENDING} version ${version(2)}. Nothing is lost.`,
      'To go on with it: sbw rotate-password test --resume; to give it up, 15 minutes later: sbw rotate-password test --abort',
    ]);
  });
});
