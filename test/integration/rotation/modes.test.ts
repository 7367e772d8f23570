import assert from 'node:assert/strict';
import { clientsUnaware } from '../../../src/rotation/check.js';
import {
  abortRotation,
  type Checker,
  clusterDatabase,
  initPassword,
  instanceDatabase,
  type RotateOptions,
  readRotation,
  reconcilePassword,
  rotatePassword,
} from '../../../src/rotation/index.js';
import { type DatabaseStage, startDatabaseStage } from '../../support/database-stage.js';
import { fastClock } from './fast-clock.js';

const FIRST = 'the-first-password-of-all';
const CURRENT = 'test/database/password';
const PENDING = `${CURRENT}.pending`;
const version = (number: number) => String(number).padStart(19, '0');
const AN_HOUR_AGO = () => `sbw rotate ${new Date(Date.now() - 3_600_000).toISOString()} ana`;

describe('the password of a cluster on the stage, with a real PostgreSQL', function () {
  this.timeout(60_000);
  let stage: DatabaseStage;
  let lines: string[];

  before(async () => {
    stage = await startDatabaseStage();
    await stage.createCluster('test-cluster', FIRST);
  });
  after(() => stage.stop());

  beforeEach(async () => {
    lines = [];
    await stage.setPassword(FIRST);
    for (const secret of await stage.credstash.list()) {
      await stage.credstash.deleteVersion(secret.name, secret.version);
    }
  });

  const place = (more: Partial<RotateOptions> = {}): RotateOptions => ({
    environment: 'test',
    database: clusterDatabase(stage.rds, 'test-cluster'),
    credstash: stage.credstash,
    clock: fastClock,
    who: 'ana',
    report: (line) => lines.push(line),
    force: true,
    ...more,
  });
  const current = async () => (await stage.credstash.find(CURRENT))?.value;
  const pendingVersions = async () => (await stage.credstash.versions(PENDING)).length;

  it('is rotated by ModifyDBCluster', async () => {
    await stage.credstash.put(CURRENT, FIRST);
    const rotation = await rotatePassword(place({ length: 41 }));
    assert.equal(rotation.outcome, 'rotated');
    assert.equal(rotation.database, 'test-cluster');
    const password = (await current()) ?? '';
    assert.equal(password.length, 41);
    assert.equal(await stage.canLogIn(password), true);
    assert.equal(await stage.canLogIn(FIRST), false);
  });

  it('is longer than RDS takes: nothing is begun', async () => {
    await stage.credstash.put(CURRENT, FIRST);
    await assert.rejects(rotatePassword(place({ length: 42 })), { code: 'LENGTH_UNFIT' });
    assert.equal(await pendingVersions(), 0);
  });

  it('is not rotated by the instance of its cluster', async () => {
    const database = instanceDatabase(stage.rds, 'test-cluster-instance-1');
    await assert.rejects(rotatePassword(place({ database })), {
      code: 'DATABASE_UNFIT',
      message:
        'test-cluster-instance-1 belongs to the cluster test-cluster, whose password it is: name that as database.cluster in superbowleto.yml, in place of database.instance.',
    });
  });

  it('is not rotated where functions may keep the old one, unless forced', async () => {
    await stage.credstash.put(CURRENT, FIRST);
    await assert.rejects(rotatePassword(place({ force: false })), {
      code: 'CLIENTS_UNAWARE',
      message:
        'The deployed functions may not follow a rotation: superbowleto.yml has no function check-database. Deploy a release that has check-database first. With --force it is rotated all the same, and functions that keep the old password fail until they start anew.',
    });
    assert.equal(await pendingVersions(), 0);
    assert.equal(await stage.canLogIn(FIRST), true);
  });

  it('is rotated by force all the same, which tells what will happen', async () => {
    await stage.credstash.put(CURRENT, FIRST);
    const checker: Checker = {
      verifyClients: async () => {
        throw clientsUnaware('test-check-database follows rule 1');
      },
      login: async () => assert.fail('the database is reached from here'),
    };
    assert.equal((await rotatePassword(place({ checker }))).outcome, 'rotated');
    assert.equal(
      lines[0],
      'Warning: The deployed functions may not follow a rotation: test-check-database follows rule 1. Deploy a release that has check-database first. With --force it is rotated all the same, and functions that keep the old password fail until they start anew.',
    );
  });

  it('is proven through the function where the database cannot be reached from here', async () => {
    await stage.credstash.put(CURRENT, FIRST);
    const asked: string[] = [];
    const checker: Checker = {
      verifyClients: async () => {},
      login: async (_, { name, value }) => {
        asked.push(name);
        return await stage.canLogIn(value);
      },
    };
    const real = clusterDatabase(stage.rds, 'test-cluster');
    const database = {
      ...real,
      // A port where nobody listens.
      async describe(signal?: AbortSignal) {
        const state = await real.describe(signal);
        return { ...state, target: { ...state.target, port: 1 } };
      },
    };
    await rotatePassword(place({ database, checker, force: false }));
    assert.deepEqual([...new Set(asked)].sort(), [CURRENT, PENDING]);
    assert.ok(
      lines.includes('127.0.0.1 cannot be reached from here: logging in through the function check-database'),
    );
    assert.equal(await stage.canLogIn((await current()) ?? ''), true);
  });

  describe('first of all', () => {
    it('is stored once it has logged in', async () => {
      const { outcome, version: stored } = await initPassword(place(), async () => FIRST);
      assert.deepEqual([outcome, stored], ['rotated', version(1)]);
      assert.equal(await current(), FIRST);
    });

    it('is not stored when it is refused', async () => {
      await assert.rejects(
        initPassword(place(), async () => 'not-this-one'),
        {
          code: 'PASSWORD_REFUSED',
          message: 'That password does not log in as superbowleto at test-cluster. Nothing was stored.',
        },
      );
      assert.deepEqual(await stage.credstash.list(), []);
    });

    it('is not replaced by another first one', async () => {
      await stage.credstash.put(CURRENT, FIRST);
      const ask = () => assert.fail('it asks for a password that it has no use of');
      await assert.rejects(initPassword(place(), ask), { code: 'ALREADY_INITIAL', exitCode: 2 });
    });

    it('is not asked for where one was begun and none is current: the one begun becomes it', async () => {
      await stage.credstash.put(PENDING, 'begun-and-not-finished', { version: 2, comment: AN_HOUR_AGO() });
      const ask = () => assert.fail('it asks for a password that it has no use of');
      await assert.rejects(initPassword(place(), ask), {
        code: 'ROTATION_UNFINISHED',
        message: `test has no current password, but one that was begun and not finished: test/database/password.pending version ${version(2)}. Make it the password of the database: sbw rotate-password test --resume`,
      });
      assert.equal((await readRotation(place())).next, 'resume');
      assert.equal((await rotatePassword(place({ resume: true }))).outcome, 'resumed');
      assert.equal(await current(), 'begun-and-not-finished');
      assert.equal(await stage.canLogIn('begun-and-not-finished'), true);
    });
  });

  describe('whose rotation was begun', () => {
    beforeEach(async () => {
      await stage.credstash.put(CURRENT, FIRST);
      await stage.credstash.put(PENDING, 'begun-and-not-finished', { version: 2, comment: AN_HOUR_AGO() });
    });

    it('is finished by resume', async () => {
      assert.equal((await rotatePassword(place({ resume: true }))).outcome, 'resumed');
      assert.equal(await current(), 'begun-and-not-finished');
    });

    it('stays what it is when that is given up', async () => {
      assert.equal((await abortRotation(place())).outcome, 'unchanged');
      assert.equal(await current(), FIRST);
      assert.equal((await readRotation(place())).next, 'rotate');
    });

    it('is not given up while the rotation may be under way', async () => {
      const comment = `sbw rotate ${new Date().toISOString()} ana`;
      await stage.credstash.put(PENDING, 'younger', { version: 3, comment });
      await assert.rejects(abortRotation(place()), { code: 'ABORT_UNSAFE' });
      assert.equal(await pendingVersions(), 2);
    });

    it('is not given up once the new one is set', async () => {
      await stage.setPassword('begun-and-not-finished');
      await assert.rejects(abortRotation(place()), {
        code: 'ABORT_UNSAFE',
        message:
          'The rotation of test is not given up: its password is already the one that logs in. Nothing was changed. Finish it: sbw rotate-password test --resume',
      });
    });

    it('is not given up when RDS has been asked to set it', async () => {
      const database = clusterDatabase(stage.rds, 'test-cluster');
      await database.requestPassword('begun-and-not-finished', await database.describe());
      await assert.rejects(abortRotation(place()), { code: 'ABORT_UNSAFE' });
      await rotatePassword(place({ resume: true }));
    });

    it('is told with who began it and when', async () => {
      const state = await readRotation(place());
      assert.equal(state.next, 'resume');
      assert.equal(state.unfinished?.who, 'ana');
      assert.equal(state.unfinished?.logsIn, false);
      assert.equal(state.current?.logsIn, true);
      assert.ok(!JSON.stringify(state).includes('begun-and-not-finished'));
      assert.ok(!JSON.stringify(state).includes(FIRST));
    });
  });

  it('has nothing to resume, and nothing to give up', async () => {
    await stage.credstash.put(CURRENT, FIRST);
    assert.equal((await rotatePassword(place({ resume: true }))).outcome, 'unchanged');
    await assert.rejects(abortRotation(place()), { code: 'NOTHING_TO_ABORT' });
    assert.equal((await readRotation(place())).next, 'rotate');
  });

  describe('after a restore', () => {
    it('is the older one that logs in, at once', async () => {
      await stage.credstash.put(CURRENT, FIRST);
      for (const later of ['the-second', 'the-third', 'the-fourth']) {
        await stage.credstash.put(CURRENT, later);
      }
      assert.equal((await readRotation(place())).next, 'reconcile');
      assert.equal((await reconcilePassword(place())).version, version(5));
      assert.equal(await current(), FIRST);
      assert.equal((await readRotation(place())).next, 'rotate');
    });

    it('is set again where none logs in', async () => {
      await stage.credstash.put(CURRENT, 'nobody-knows-the-database');
      await reconcilePassword(place());
      assert.equal(await current(), 'nobody-knows-the-database');
      assert.equal(await stage.canLogIn('nobody-knows-the-database'), true);
    });

    it('stays what it is when it logs in', async () => {
      await stage.credstash.put(CURRENT, FIRST);
      assert.equal((await reconcilePassword(place())).outcome, 'unchanged');
    });

    it('waits for a rotation that was begun', async () => {
      await stage.credstash.put(CURRENT, FIRST);
      await stage.credstash.put(PENDING, 'begun', { version: 2 });
      await assert.rejects(reconcilePassword(place()), { code: 'ROTATION_UNFINISHED' });
    });
  });
});
