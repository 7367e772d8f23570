import assert from 'node:assert/strict';
import pg from 'pg';
import {
  type AlternatingOptions,
  type Credential,
  instanceDatabase,
  rotateAlternating,
} from '../../../src/rotation/index.js';
import { type DatabaseStage, startDatabaseStage } from '../../support/database-stage.js';
import { fastClock } from './fast-clock.js';

const FIRST = 'the-first-password-of-all';
const NAME = 'test/database/credential';

describe('rotateAlternating on the stage, with a real PostgreSQL', function () {
  this.timeout(60_000);
  let stage: DatabaseStage;

  before(async () => {
    stage = await startDatabaseStage();
    await stage.createInstance('test-db', FIRST);
    await stage.credstash.put('test/database/password', FIRST);
  });
  after(() => stage.stop());

  beforeEach(async () => {
    stage.faults = () => undefined;
    for (const { name, version } of await stage.credstash.list()) {
      if (name.startsWith(NAME)) await stage.credstash.deleteVersion(name, version);
    }
    const superuser = await stage.postgres.connect();
    for (const role of ['superbowleto_client_a', 'superbowleto_client_b', 'superbowleto_clients']) {
      await superuser.query(`DROP ROLE IF EXISTS ${role}`);
    }
    await superuser.end();
  });

  const rotate = (more: Partial<AlternatingOptions> = {}) =>
    rotateAlternating({
      environment: 'test',
      database: instanceDatabase(stage.rds, 'test-db'),
      credstash: stage.credstash,
      clock: fastClock,
      force: true,
      ...more,
    });
  const credential = async () => JSON.parse((await stage.credstash.read(NAME)).value) as Credential;
  const canLogIn = async ({ username, password }: Credential): Promise<boolean> => {
    const { host, port } = stage.postgres;
    const client = new pg.Client({ host, port, user: username, password, database: 'superbowleto' });
    client.on('error', () => undefined);
    return await client.connect().then(
      () => client.end().then(() => true),
      () => client.end().then(() => false),
    );
  };

  it('gives clients another user each time, and leaves them the one they have', async () => {
    await rotate();
    const first = await credential();
    assert.equal(first.username, 'superbowleto_client_a');
    await rotate();
    const second = await credential();
    assert.equal(second.username, 'superbowleto_client_b');
    assert.deepEqual([await canLogIn(first), await canLogIn(second)], [true, true]);
    await rotate();
    const third = await credential();
    assert.equal(third.username, 'superbowleto_client_a');
    assert.deepEqual(
      [await canLogIn(first), await canLogIn(second), await canLogIn(third)],
      [false, true, true],
    );
  });

  it('grants both what their owner role has', async () => {
    await rotate();
    const master = new pg.Client({
      ...stage.postgres,
      user: 'superbowleto',
      password: FIRST,
      database: 'superbowleto',
    });
    await master.connect();
    await master.query(
      'CREATE TABLE IF NOT EXISTS told (word text); GRANT SELECT ON told TO superbowleto_clients',
    );
    const { username, password } = await credential();
    const client = new pg.Client({ ...stage.postgres, user: username, password, database: 'superbowleto' });
    await client.connect();
    assert.deepEqual((await client.query('SELECT * FROM told')).rows, []);
    await client.end();
    await master.query('DROP TABLE told');
    await master.end();
  });

  it('waits until clients that keep the other user have started anew', async () => {
    await rotate();
    await assert.rejects(rotate({ force: false }), { code: 'CLIENTS_OUTDATED' });
    assert.equal((await rotate({ force: false, clientsLive: 0 })).outcome, 'rotated');
  });

  it('goes on with the same password when it was ended before it was promoted', async () => {
    let puts = 0;
    stage.faults = ({ operation }) => {
      if (operation !== 'PutItem') return undefined;
      puts++;
      return puts > 1 ? { type: 'error', code: 'ValidationException', status: 400 } : undefined;
    };
    await assert.rejects(rotate());
    stage.faults = () => undefined;
    const { value } = await stage.credstash.read(`${NAME}.pending`);
    assert.equal((await rotate({ resume: true })).outcome, 'resumed');
    assert.equal((await stage.credstash.read(NAME)).value, value);
    assert.equal(await canLogIn(await credential()), true);
  });

  it('changes nothing of a later rotation when it wakes up late', async () => {
    await rotate();
    await rotate();
    const inUse = await credential();
    // The first rotation's run, which slept before it set the password of the other role.
    const late = { username: inUse.username, password: 'of-long-ago', version: '0000000000000000001' };
    const { setRolePassword } = await import('../../../src/rotation/client-roles.js');
    const { target } = await instanceDatabase(stage.rds, 'test-db').describe();
    assert.equal(await setRolePassword(target, FIRST, late), false);
    assert.equal(await canLogIn(inUse), true);
  });

  it('quotes nothing of a secret that is no credential', async () => {
    await stage.credstash.put(NAME, '{"username": "someone", "pass');
    await assert.rejects(rotate(), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'CREDENTIAL_UNFIT');
      assert.ok(!error.message.includes('someone'));
      return true;
    });
  });
});
