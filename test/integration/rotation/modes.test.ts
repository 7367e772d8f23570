import assert from 'node:assert/strict';
import { clientsUnaware } from '../../../src/rotation/check.js';
import {
  abortRotation,
  type Checker,
  initPassword,
  instanceDatabase,
  type MasterDatabase,
  type RotateOptions,
  readRotation,
  reconcilePassword,
} from '../../../src/rotation/index.js';
import { CURRENT, FIRST, PENDING, RotationStage, version } from './rotation-stage.js';

const BEGUN = 'begun-and-not-finished';
const anHourAgo = () => `sbw rotate ${new Date(Date.now() - 3_600_000).toISOString()} ana`;
const neverAsk = () => assert.fail('it asks for a password that it would not store');

describe('the password of a cluster on the stage, with a real PostgreSQL', function () {
  this.timeout(60_000);
  let stage: RotationStage;
  let lines: string[];

  before(async () => {
    stage = await RotationStage.start('cluster');
  });
  after(() => stage?.stop());
  beforeEach(async () => {
    lines = [];
    await stage.reset();
  });

  const options = (more: Partial<RotateOptions> = {}) =>
    stage.options({ who: 'ana', report: (line) => lines.push(line), ...more });
  const rotate = (more: Partial<RotateOptions> = {}) => stage.rotate(options(more));
  const put = (name: string, value: string, more: { version?: number; comment?: string } = {}) =>
    stage.aws.credstash.put(name, value, more);
  const nextStep = async () => (await readRotation(options())).next;
  const pendingVersions = async () => (await stage.aws.credstash.versions(PENDING)).length;

  it('is rotated with ModifyDBCluster', async () => {
    const rotation = await rotate({ length: 41 });
    assert.equal(rotation.outcome, 'rotated');
    assert.equal(rotation.database, 'test-db');
    assert.equal(stage.count('ModifyDBCluster'), 1);
    assert.equal((await stage.current()).length, 41);
    await stage.assertRotated();
  });

  it('is not begun with more characters than RDS accepts', async () => {
    await assert.rejects(rotate({ length: 42 }), { code: 'LENGTH_UNFIT' });
    assert.equal(await pendingVersions(), 0);
  });

  it('is not rotated through an instance of the cluster', async () => {
    const database = instanceDatabase(stage.aws.rds, 'test-db-instance-1');
    await assert.rejects(rotate({ database }), {
      code: 'DATABASE_UNFIT',
      message:
        'test-db-instance-1 belongs to the cluster test-db, whose password it is: name that as database.cluster in superbowleto.yml, in place of database.instance.',
    });
  });

  it('is not rotated if functions may keep the old one, unless forced', async () => {
    await assert.rejects(rotate({ force: false }), {
      code: 'CLIENTS_UNAWARE',
      message:
        'The deployed functions may not follow a rotation: superbowleto.yml has no function check-database. Deploy a release that has check-database first. With --force it is rotated all the same, and functions that keep the old password fail until they start anew.',
    });
    assert.equal(await pendingVersions(), 0);
    assert.equal(await stage.aws.canLogIn(FIRST), true);
  });

  it('is rotated by force although functions may keep the old one, with a warning', async () => {
    const checker: Checker = {
      verifyClients: async () => {
        throw clientsUnaware('test-check-database follows rule 1');
      },
      login: async () => assert.fail('this process can reach the database'),
    };
    assert.equal((await rotate({ checker })).outcome, 'rotated');
    assert.equal(
      lines[0],
      'Warning: The deployed functions may not follow a rotation: test-check-database follows rule 1. Deploy a release that has check-database first. With --force it is rotated all the same, and functions that keep the old password fail until they start anew.',
    );
  });

  it('is checked through the function if this process cannot reach the database', async () => {
    const names: string[] = [];
    const checker: Checker = {
      verifyClients: async () => {},
      login: async (_, { name, value }) => {
        names.push(name);
        return await stage.aws.canLogIn(value);
      },
    };
    const real = stage.database;
    const database: MasterDatabase = {
      ...real,
      // Nobody listens on port 1.
      async describe(signal) {
        const state = await real.describe(signal);
        return { ...state, target: { ...state.target, port: 1 } };
      },
    };
    await rotate({ database, checker, force: false });
    assert.deepEqual([...new Set(names)].sort(), [CURRENT, PENDING]);
    assert.ok(
      lines.includes('127.0.0.1 cannot be reached from here: logging in through the function check-database'),
    );
    await stage.assertRotated();
  });

  it('has nothing to resume and nothing to abort after a rotation', async () => {
    assert.equal((await rotate({ resume: true })).outcome, 'unchanged');
    await assert.rejects(abortRotation(options()), { code: 'NOTHING_TO_ABORT' });
    assert.equal(await nextStep(), 'rotate');
  });

  describe('initPassword', () => {
    beforeEach(() => stage.deleteSecrets());

    it('stores a password that logs in', async () => {
      const { outcome, version: stored } = await initPassword(options(), async () => FIRST);
      assert.deepEqual([outcome, stored], ['rotated', version(1)]);
      assert.equal(await stage.current(), FIRST);
      assert.equal(await pendingVersions(), 0);
    });

    it('stores no password that is refused', async () => {
      await assert.rejects(
        initPassword(options(), async () => 'not-this-one'),
        {
          code: 'PASSWORD_REFUSED',
          message: 'That password does not log in as superbowleto at test-db. Nothing was stored.',
        },
      );
      assert.deepEqual(await stage.aws.credstash.list(), []);
    });

    it('stores nothing when it is not known whether the password logs in', async () => {
      const login = async () => {
        throw Object.assign(new Error('no way there'), { code: 'LOGIN_UNKNOWN' });
      };
      await assert.rejects(
        initPassword(options({ login }), async () => FIRST),
        { code: 'LOGIN_UNKNOWN' },
      );
      assert.deepEqual(await stage.aws.credstash.list(), []);
    });

    it('does not ask when there is a current password', async () => {
      await put(CURRENT, FIRST);
      await assert.rejects(initPassword(options(), neverAsk), { code: 'ALREADY_INITIAL', exitCode: 2 });
    });

    it('does not ask when there is only a pending password, which resume makes the current one', async () => {
      await put(PENDING, BEGUN, { version: 2, comment: anHourAgo() });
      await assert.rejects(initPassword(options(), neverAsk), {
        code: 'ROTATION_UNFINISHED',
        message: `test has no current password, but one that was begun and not finished: test/database/password.pending version ${version(2)}. Make it the password of the database: sbw rotate-password test --resume`,
      });
      assert.equal(await nextStep(), 'resume');
      assert.equal((await rotate({ resume: true })).outcome, 'resumed');
      assert.equal(await stage.current(), BEGUN);
      assert.equal(await stage.aws.canLogIn(BEGUN), true);
    });

    it('does not store a password when another run stored one while it asked', async () => {
      const ask = async () => {
        await put(PENDING, BEGUN, { version: 1, comment: anHourAgo() });
        return FIRST;
      };
      await assert.rejects(initPassword(options(), ask), { code: 'ROTATION_UNFINISHED' });
      assert.equal(await stage.pending(), BEGUN);
    });
  });

  describe('with an unfinished rotation', () => {
    beforeEach(() => put(PENDING, BEGUN, { version: 2, comment: anHourAgo() }));

    it('is finished by resume', async () => {
      assert.equal((await rotate({ resume: true })).outcome, 'resumed');
      assert.equal(await stage.current(), BEGUN);
    });

    it('stays the same when the rotation is aborted', async () => {
      assert.equal((await abortRotation(options())).outcome, 'unchanged');
      assert.equal(await stage.current(), FIRST);
      assert.equal(await nextStep(), 'rotate');
    });

    it('keeps a rotation that began less than 15 minutes ago', async () => {
      const comment = `sbw rotate ${new Date().toISOString()} ana`;
      await put(PENDING, 'younger', { version: 3, comment });
      await assert.rejects(abortRotation(options()), {
        code: 'ABORT_UNSAFE',
        message: /less than 15 minutes ago, and may be under way/,
      });
      assert.equal(await pendingVersions(), 2);
    });

    it('keeps a rotation whose password is in force', async () => {
      await stage.aws.setPassword(BEGUN);
      await assert.rejects(abortRotation(options()), {
        code: 'ABORT_UNSAFE',
        message:
          'The rotation of test is not given up: its password is already the one that logs in. Nothing was changed. Finish it: sbw rotate-password test --resume',
      });
    });

    it('keeps a rotation when its own password does not log in', async () => {
      await stage.aws.setPassword('a-third-password');
      await assert.rejects(abortRotation(options()), {
        code: 'ABORT_UNSAFE',
        message: /the current password does not log in/,
      });
    });

    it('keeps a rotation that RDS was asked for', async () => {
      const { database } = stage;
      await database.requestPassword(BEGUN, await database.describe());
      await assert.rejects(abortRotation(options()), {
        code: 'ABORT_UNSAFE',
        message: /and may be setting it/,
      });
      await rotate({ resume: true });
    });

    it('shows who began the rotation and when, and no password', async () => {
      const state = await readRotation(options());
      assert.equal(state.next, 'resume');
      assert.equal(state.unfinished?.who, 'ana');
      assert.equal(state.unfinished?.logsIn, false);
      assert.equal(state.current?.logsIn, true);
      assert.ok(!JSON.stringify(state).includes(BEGUN));
      assert.ok(!JSON.stringify(state).includes(FIRST));
    });

    it('is not reconciled', async () => {
      await assert.rejects(reconcilePassword(options()), { code: 'ROTATION_UNFINISHED' });
    });
  });

  describe('reconcilePassword', () => {
    it('makes the older version that logs in the current one', async () => {
      for (const later of ['the-second', 'the-third', 'the-fourth']) await put(CURRENT, later);
      assert.equal(await nextStep(), 'reconcile');
      const { version: current, outcome } = await reconcilePassword(options());
      assert.deepEqual([current, outcome], [version(5), 'rotated']);
      assert.equal(await stage.current(), FIRST);
      assert.equal(await nextStep(), 'rotate');
    });

    it('has RDS set the current password if no version logs in', async () => {
      await stage.deleteSecrets();
      await put(CURRENT, 'nobody-knows-the-database');
      await reconcilePassword(options());
      assert.equal(await stage.current(), 'nobody-knows-the-database');
      assert.equal(await stage.aws.canLogIn('nobody-knows-the-database'), true);
    });

    it('changes nothing when the current password logs in', async () => {
      assert.equal((await reconcilePassword(options())).outcome, 'unchanged');
    });

    it('refuses without a current password', async () => {
      await stage.deleteSecrets();
      await assert.rejects(reconcilePassword(options()), { code: 'NO_CURRENT_PASSWORD' });
    });
  });
});
