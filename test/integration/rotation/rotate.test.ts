import assert from 'node:assert/strict';
import type { Call, Fault } from '../../../src/emulator/faults.js';
import { instanceDatabase, type RotateOptions, rotatePassword } from '../../../src/rotation/index.js';
import { type DatabaseStage, startDatabaseStage } from '../../support/database-stage.js';
import { Clients } from './clients.js';
import { fastClock } from './fast-clock.js';

const FIRST = 'the-first-password-of-all';
const CURRENT = 'test/database/password';
const PENDING = `${CURRENT}.pending`;

describe('rotatePassword on the stage, with a real PostgreSQL', function () {
  this.timeout(120_000);
  let stage: DatabaseStage;
  let calls: Call[];

  before(async () => {
    stage = await startDatabaseStage();
    await stage.createInstance('test-db', FIRST);
  });
  after(() => stage.stop());

  beforeEach(async () => {
    fault(() => undefined);
    await stage.setPassword(FIRST);
    for (const { name, version } of await stage.credstash.list()) {
      await stage.credstash.deleteVersion(name, version);
    }
    await stage.credstash.put(CURRENT, FIRST);
    fault(() => undefined);
  });

  /** `choose` sees every call of a rotation with how many of its kind went before it. */
  function fault(choose: (operation: string, before: number) => Fault | undefined): void {
    calls = [];
    stage.faults = (call) => {
      const before = calls.filter(({ operation }) => operation === call.operation).length;
      calls.push(call);
      return choose(call.operation, before);
    };
  }
  const count = (operation: string) => calls.filter((call) => call.operation === operation).length;
  const rotate = (more: Partial<RotateOptions> = {}) =>
    rotatePassword({
      environment: 'test',
      database: instanceDatabase(stage.rds, 'test-db'),
      credstash: stage.credstash,
      force: true,
      clock: fastClock,
      ...more,
    });

  async function assertConverged(): Promise<string> {
    const { value, version } = await stage.credstash.read(CURRENT);
    assert.notEqual(value, FIRST);
    assert.equal(await stage.canLogIn(value), true);
    assert.equal(await stage.canLogIn(FIRST), false);
    assert.equal((await stage.credstash.find(PENDING))?.value, value);
    return version;
  }

  it('sets a new password, proves it, and makes it the current one', async () => {
    const lines: string[] = [];
    const rotation = await rotate({ report: (line) => lines.push(line), who: 'ana' });
    assert.deepEqual(rotation, {
      environment: 'test',
      database: 'test-db',
      secret: CURRENT,
      version: '0000000000000000002',
      outcome: 'rotated',
    });
    await assertConverged();
    assert.deepEqual(
      lines.filter((line) => !line.startsWith('Waiting')),
      [
        'Stored: test/database/password.pending version 0000000000000000002',
        'Asked RDS to set the password of test-db',
        'The new password logs in',
        'Promoted: test/database/password version 0000000000000000002 is the password',
      ],
    );
    const { value, comment } = await stage.credstash.read(CURRENT);
    assert.match(value, /^[A-Za-z0-9]{40}$/);
    assert.match(comment ?? '', /^sbw rotate \S+Z ana$/);
    assert.equal(count('ModifyDBInstance'), 1);
    for (const line of lines) assert.ok(!line.includes(value));
  });

  it('is not noticed by eight clients of the service', async () => {
    const clients = new Clients(stage, 8);
    try {
      await clients.goOn(8);
      await rotate();
      await rotate();
      await clients.goOn(16);
    } finally {
      await clients.stop();
    }
    assert.deepEqual(clients.failures, []);
    assert.ok(clients.logins > 20, `only ${clients.logins} logins`);
    assert.equal(await assertConverged(), '0000000000000000003');
  });

  it('finishes one password when three runs start at once', async () => {
    const rotations = await Promise.all([rotate(), rotate(), rotate()]);
    const version = await assertConverged();
    assert.ok(rotations.some((rotation) => rotation.version === version));
  });

  it('asks again when RDS is busy, with the same password', async () => {
    fault((operation, before) =>
      operation === 'ModifyDBInstance' && before < 2
        ? { type: 'error', code: 'InvalidDBInstanceState', status: 400 }
        : undefined,
    );
    await rotate();
    assert.equal(count('ModifyDBInstance'), 3);
    await assertConverged();
  });

  it('finds out by a login what a lost answer of RDS meant', async () => {
    fault((operation, before) =>
      operation === 'ModifyDBInstance' && before === 0 ? { type: 'lost-answer' } : undefined,
    );
    await rotate();
    await assertConverged();
  });

  it('puts its password above one that somebody put by hand meanwhile', async () => {
    let put: Promise<unknown> = Promise.resolve();
    fault((operation, before) => {
      if (operation === 'ModifyDBInstance' && before === 0) put = stage.credstash.put(CURRENT, 'by hand');
      return undefined;
    });
    const { version } = await rotate();
    await put;
    assert.equal(version, '0000000000000000003');
    await assertConverged();
  });

  it('refuses when the current password does not log in, and goes on with repair', async () => {
    await stage.credstash.put(CURRENT, 'of another database');
    await assert.rejects(rotate(), {
      code: 'CURRENT_PASSWORD_REFUSED',
      message:
        'test/database/password version 0000000000000000002 does not log in as superbowleto at test-db. After a restore: sbw rotate-password test --reconcile. Else check that it belongs to this database, and set a new one by: sbw rotate-password test --repair',
    });
    assert.equal(count('ModifyDBInstance'), 0);
    await rotate({ repair: true });
    await assertConverged();
  });

  it('refuses without a current password', async () => {
    await stage.credstash.deleteVersion(CURRENT, 1);
    await assert.rejects(rotate(), { code: 'NO_CURRENT_PASSWORD' });
  });

  it('names an instance that is not there', async () => {
    await assert.rejects(rotate({ database: instanceDatabase(stage.rds, 'other-db') }), {
      code: 'DATABASE_NOT_FOUND',
      message:
        'There is no RDS instance other-db in this account and region. superbowleto.yml names it under database.instance.',
    });
  });

  it('stops when it cannot know whether the password logs in, and goes on later', async () => {
    const unreachable = Object.assign(new Error('no way there'), { code: 'LOGIN_UNKNOWN' });
    let logins = 0;
    const login = async () => {
      logins++;
      if (logins === 1) return true;
      throw unreachable;
    };
    await assert.rejects(rotate({ login }), { code: 'LOGIN_UNKNOWN' });
    assert.equal(count('ModifyDBInstance'), 0);
    assert.equal((await rotate()).outcome, 'resumed');
    await assertConverged();
  });

  it('stops at an aborted signal, and goes on later', async () => {
    const controller = new AbortController();
    fault((operation) => {
      if (operation === 'ModifyDBInstance') controller.abort(new Error('Ctrl-C'));
      return undefined;
    });
    await assert.rejects(rotate({ signal: controller.signal }), { message: 'Ctrl-C' });
    fault(() => undefined);
    assert.equal((await rotate()).outcome, 'resumed');
    await assertConverged();
  });
});
