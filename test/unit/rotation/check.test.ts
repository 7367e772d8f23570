import assert from 'node:assert/strict';
import { type Checker, loginThrough } from '../../../src/rotation/check.js';
import { isUnreachable } from '../../../src/rotation/login.js';
import { rotationComment, writtenBy } from '../../../src/rotation/written-by.js';

const target = { host: 'db.example', port: 5432, user: 'a', database: 'a', tls: true };
const password = { name: 'test/database/password', version: '1', value: 'secret' };
const unreachable = new Error('unknown', {
  cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
});

describe('loginThrough', () => {
  const checker: Checker = { verifyClients: async () => {}, login: async () => true };
  const neverAsked: Checker = {
    ...checker,
    login: async () => assert.fail('it asks the function'),
  };
  const failing = (error: Error) => async () => {
    throw error;
  };

  it('logs in directly, and asks no function, while it can reach the database', async () => {
    const login = loginThrough(
      async () => false,
      neverAsked,
      () => {},
    );
    assert.equal(await login(target, password), false);
  });

  it('asks the function once it cannot reach the database, and does not try again', async () => {
    const lines: string[] = [];
    let direct = 0;
    const first = async () => {
      direct++;
      throw unreachable;
    };
    const login = loginThrough(first, checker, (line) => lines.push(line));
    assert.deepEqual([await login(target, password), await login(target, password)], [true, true]);
    assert.equal(direct, 1);
    assert.deepEqual(lines, [
      'db.example cannot be reached from here: logging in through the function check-database',
    ]);
  });

  it('throws other errors, and any error without a function', async () => {
    const refused = new Error('no certificate');
    await assert.rejects(loginThrough(failing(refused), neverAsked, () => {})(target, password), refused);
    await assert.rejects(loginThrough(failing(unreachable), undefined, () => {})(target, password), {
      message: 'unknown',
    });
  });
});

describe('isUnreachable', () => {
  const because = (cause: object) => new Error('unknown', { cause });

  for (const code of [
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ]) {
    it(`is true for ${code}`, () => assert.equal(isUnreachable(because({ code })), true));
  }

  it("is true for pg's timeout, which has no code", () => {
    assert.equal(isUnreachable(because(new Error('timeout expired'))), true);
  });

  it('is false for anything else', () => {
    for (const error of [
      because({ code: '57014', message: 'canceling statement due to statement timeout' }),
      because({ code: 'CERT_HAS_EXPIRED' }),
      because(new Error('no')),
      new Error('timeout'),
      undefined,
    ]) {
      assert.equal(isUnreachable(error), false);
    }
  });
});

describe('the comment of a rotation', () => {
  it('is read as it was written', () => {
    const at = new Date('2026-11-24T12:00:00.000Z');
    assert.equal(rotationComment(at, 'ana'), 'sbw rotate 2026-11-24T12:00:00.000Z ana');
    assert.deepEqual(writtenBy(rotationComment(at, 'ana maria')), {
      since: '2026-11-24T12:00:00.000Z',
      who: 'ana maria',
    });
    assert.deepEqual(writtenBy(rotationComment(at, undefined)), { since: '2026-11-24T12:00:00.000Z' });
  });

  it('is not read from other texts', () => {
    for (const text of ['', 'sbw rotate', 'sbw rotate soon ana', 'x sbw rotate 2026-11-24T12:00:00.000Z']) {
      assert.deepEqual(writtenBy(text), {}, text);
    }
  });
});
