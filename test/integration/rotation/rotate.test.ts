import assert from 'node:assert/strict';
import { instanceDatabase } from '../../../src/rotation/index.js';
import { Clients } from './clients.js';
import { CURRENT, RotationStage, version } from './rotation-stage.js';

describe('rotatePassword on the stage, with a real PostgreSQL', function () {
  this.timeout(120_000);
  let stage: RotationStage;

  before(async () => {
    stage = await RotationStage.start();
  });
  after(() => stage?.stop());
  beforeEach(() => stage.reset());

  it('sets a new password, logs in with it, and makes it the current one', async () => {
    const lines: string[] = [];
    const rotation = await stage.rotate({ report: (line) => lines.push(line), who: 'ana' });
    assert.deepEqual(rotation, {
      environment: 'test',
      database: 'test-db',
      secret: CURRENT,
      version: version(2),
      outcome: 'rotated',
    });
    await stage.assertRotated();
    assert.deepEqual(
      lines.filter((line) => !line.startsWith('Waiting')),
      [
        'Stored: test/database/password.pending version 0000000000000000002',
        'Asked RDS to set the password of test-db',
        'The new password logs in',
        'Promoted: test/database/password version 0000000000000000002 is the password',
      ],
    );
    const { value, comment } = await stage.aws.credstash.read(CURRENT);
    assert.match(value, /^[A-Za-z0-9]{40}$/);
    assert.match(comment ?? '', /^sbw rotate \S+Z ana$/);
    assert.equal(stage.count('ModifyDBInstance'), 1);
    for (const line of lines) assert.ok(!line.includes(value));
  });

  it('fails no query of eight clients of the service', async () => {
    const clients = new Clients(stage.aws, 8);
    try {
      await clients.untilQueries(8);
      await stage.rotate();
      await stage.rotate();
      await clients.untilQueries(16);
    } finally {
      await clients.stop();
    }
    assert.deepEqual(clients.failures, []);
    assert.ok(clients.logins > 20, `only ${clients.logins} logins`);
    assert.equal(await stage.assertRotated(), version(3));
  });

  it('finishes one password when three runs start at the same time', async () => {
    const rotations = await Promise.all([stage.rotate(), stage.rotate(), stage.rotate()]);
    const current = await stage.assertRotated();
    assert.ok(rotations.some((rotation) => rotation.version === current));
  });

  it('sends the same password again when RDS is busy', async () => {
    stage.fault((operation, before) =>
      operation === 'ModifyDBInstance' && before < 2
        ? { type: 'error', code: 'InvalidDBInstanceState', status: 400 }
        : undefined,
    );
    await stage.rotate();
    assert.equal(stage.count('ModifyDBInstance'), 3);
    await stage.assertRotated();
  });

  it('logs in to learn what RDS did when its answer was lost', async () => {
    stage.fault((operation, before) =>
      operation === 'ModifyDBInstance' && before === 0 ? { type: 'lost-answer' } : undefined,
    );
    await stage.rotate();
    await stage.assertRotated();
  });

  it('promotes its password above one that somebody stored by hand meanwhile', async () => {
    let put: Promise<unknown> = Promise.resolve();
    stage.fault((operation, before) => {
      if (operation === 'ModifyDBInstance' && before === 0) put = stage.aws.credstash.put(CURRENT, 'by hand');
      return undefined;
    });
    const rotation = await stage.rotate();
    await put;
    assert.equal(rotation.version, version(3));
    await stage.assertRotated();
  });

  it('refuses when the current password does not log in, and rotates with repair', async () => {
    await stage.aws.credstash.put(CURRENT, 'of another database');
    await assert.rejects(stage.rotate(), {
      code: 'CURRENT_PASSWORD_REFUSED',
      message:
        'test/database/password version 0000000000000000002 does not log in as superbowleto at test-db. After a restore: sbw rotate-password test --reconcile. Else check that it belongs to this database, and set a new one by: sbw rotate-password test --repair',
    });
    assert.equal(stage.count('ModifyDBInstance'), 0);
    await stage.rotate({ repair: true });
    await stage.assertRotated();
  });

  it('refuses without a current password', async () => {
    await stage.aws.credstash.deleteVersion(CURRENT, 1);
    await assert.rejects(stage.rotate(), { code: 'NO_CURRENT_PASSWORD' });
  });

  it('names an instance that does not exist', async () => {
    await assert.rejects(stage.rotate({ database: instanceDatabase(stage.aws.rds, 'other-db') }), {
      code: 'DATABASE_NOT_FOUND',
      message:
        'There is no RDS instance other-db in this account and region. superbowleto.yml names it under database.instance.',
    });
  });

  it('stops when it cannot know whether the password logs in, and resumes later', async () => {
    const unreachable = Object.assign(new Error('no way there'), { code: 'LOGIN_UNKNOWN' });
    let logins = 0;
    const login = async () => {
      logins++;
      if (logins === 1) return true;
      throw unreachable;
    };
    await assert.rejects(stage.rotate({ login }), { code: 'LOGIN_UNKNOWN' });
    assert.equal(stage.count('ModifyDBInstance'), 0);
    assert.equal((await stage.rotate()).outcome, 'resumed');
    await stage.assertRotated();
  });

  it('stops when its signal is aborted, and resumes later', async () => {
    const controller = new AbortController();
    stage.fault((operation) => {
      if (operation === 'ModifyDBInstance') controller.abort(new Error('Ctrl-C'));
      return undefined;
    });
    await assert.rejects(stage.rotate({ signal: controller.signal }), { message: 'Ctrl-C' });
    stage.heal();
    assert.equal((await stage.rotate()).outcome, 'resumed');
    await stage.assertRotated();
  });
});
