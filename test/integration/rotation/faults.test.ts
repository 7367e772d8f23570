import assert from 'node:assert/strict';
import { RebootDBInstanceCommand } from '@aws-sdk/client-rds';
import type { Fault } from '../../../src/emulator/faults.js';
import { instanceDatabase } from '../../../src/rotation/index.js';
import { postgresLogin } from '../../../src/rotation/login.js';
import { until } from '../../support/until.js';
import { Clients } from './clients.js';
import { CURRENT, FIRST, PENDING, RotationStage } from './rotation-stage.js';

/** What a client meets while the server restarts: of the system, of PostgreSQL, and of pg. */
const DOWN =
  /ECONNREFUSED|ECONNRESET|shutting down|starting up|administrator command|Connection terminated|not queryable/;

const error = (code: string, status = 400): Fault => ({ type: 'error', code, status });

describe('a rotation among failures of AWS and of the database', function () {
  this.timeout(60_000);
  let stage: RotationStage;

  before(async () => {
    stage = await RotationStage.start();
  });
  after(() => stage?.stop());
  beforeEach(() => stage.reset());

  it('goes on when DynamoDB throttles each of its writes', async () => {
    stage.fault((operation, before) =>
      operation === 'PutItem' && before % 2 === 0
        ? error('ProvisionedThroughputExceededException')
        : undefined,
    );
    assert.equal((await stage.rotate()).outcome, 'rotated');
    await stage.assertRotated(FIRST);
  });

  it('changes nothing when the key is disabled before the password is stored', async () => {
    stage.fault((operation) => (operation === 'GenerateDataKey' ? error('DisabledException') : undefined));
    await assert.rejects(stage.rotate());
    assert.equal(stage.count('ModifyDBInstance'), 0);
    assert.equal(await stage.aws.canLogIn(FIRST), true);
    stage.heal();
    assert.equal((await stage.rotate()).outcome, 'rotated');
    await stage.assertRotated(FIRST);
  });

  it('tells RDS nothing when the password cannot be read back, and goes on with it later', async () => {
    let stored = false;
    stage.fault((operation) => {
      if (operation === 'PutItem') stored = true;
      return stored && operation === 'Decrypt' ? error('DisabledException') : undefined;
    });
    await assert.rejects(stage.rotate());
    assert.equal(stage.count('ModifyDBInstance'), 0);
    stage.heal();
    const begun = await stage.pending();
    assert.equal((await stage.rotate()).outcome, 'resumed');
    assert.equal(await stage.current(), begun);
    await stage.assertRotated(FIRST);
  });

  for (const [what, fault] of [
    ['took effect', { type: 'lost-answer' }],
    ['took none', { type: 'reset' }],
    ['was refused by a failure of AWS', error('InternalFailure', 500)],
  ] as const) {
    it(`sets one password where RDS never answers, and the request ${what}`, async () => {
      stage.fault((operation, before) =>
        operation === 'ModifyDBInstance' && before < 4 ? fault : undefined,
      );
      await stage.rotate();
      assert.equal(await stage.current(), await stage.pending());
      await stage.assertRotated(FIRST);
    });
  }

  it('finishes the password of another operator who stored it first', async () => {
    const { credstash } = stage.aws;
    let puts = 0;
    const theirs = 'of-the-other-operator-who-was-first';
    const store = {
      find: credstash.find.bind(credstash),
      read: credstash.read.bind(credstash),
      versions: credstash.versions.bind(credstash),
      deleteVersion: credstash.deleteVersion.bind(credstash),
      async put(...[name, value, options]: Parameters<typeof credstash.put>) {
        if (puts++ === 0) await credstash.put(PENDING, theirs, { version: 2 });
        return await credstash.put(name, value, options);
      },
    };
    await stage.rotate({ credstash: store });
    assert.equal(await stage.current(), theirs);
    await stage.assertRotated(FIRST);
  });

  it('waits while the database restarts, before and after RDS is asked; its clients find the password then', async () => {
    const { rds, postgres } = stage.aws;
    const real = instanceDatabase(rds, 'test-db');
    const restart = () => rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'test-db' }));
    let requests = 0;
    const database = {
      ...real,
      async requestPassword(...args: Parameters<typeof real.requestPassword>) {
        requests++;
        if (requests === 1) await restart();
        const isTaken = await real.requestPassword(...args);
        if (isTaken) await restart();
        return isTaken;
      },
    };
    // The first login after RDS was asked is made in the midst of the second restart.
    let isHeld = true;
    const login: typeof postgresLogin = async (target, password, signal) => {
      if (isHeld && requests > 1) {
        await until('it restarts', async () => (await real.describe()).status === 'rebooting', 10_000);
        isHeld = false;
      }
      return await postgresLogin(target, password, signal);
    };
    const began = await startOf(postgres);
    const clients = new Clients(stage.aws, 4);
    const lines: string[] = [];
    try {
      await stage.rotate({ database, login, report: (line) => lines.push(line) });
      await clients.goOn(16);
    } finally {
      await clients.stop();
    }
    assert.notEqual(await startOf(postgres), began);
    assert.ok(lines.includes('RDS could not take the change of test-db; asking again'), lines.join('\n'));
    assert.ok(lines.includes('Waiting: test-db is rebooting'), lines.join('\n'));
    await stage.assertRotated(FIRST);
    // Nobody is let in while it is down, whatever the password.
    const other = clients.failures.filter((failure) => !DOWN.test(failure));
    assert.deepEqual(other, []);
  });

  it('tells now and then what RDS is doing, while the password does not log in', async () => {
    let asked = 0;
    // As long as RDS has not got to it, the new password is refused.
    const login: typeof postgresLogin = async (target, password, signal) => {
      if (stage.count('ModifyDBInstance') > 0 && asked++ < 12) return false;
      return await postgresLogin(target, password, signal);
    };
    const lines: string[] = [];
    await stage.rotate({ login, report: (line) => lines.push(line) });
    const told = lines.filter((line) =>
      /^Waiting: test-db is .*; the new password does not log in yet$/.test(line),
    );
    assert.equal(told.length, 1, lines.join('\n'));
    await stage.assertRotated(FIRST);
  });

  it('quotes no password in what it says of a failure', async () => {
    const said: string[] = [];
    const password = 'quoted-by-nobody-who-is-asked-about-it';
    stage.fault((operation) =>
      operation === 'ModifyDBInstance' ? error('InvalidParameterValue') : undefined,
    );
    await assert.rejects(
      stage.rotate({ generate: () => password, report: (line) => said.push(line) }),
      (failure: Error) => {
        said.push(String(failure), failure.stack ?? '', JSON.stringify(failure), String(failure.cause));
        return true;
      },
    );
    for (const text of said) assert.ok(!text.includes(password) && !text.includes(FIRST), text);
    assert.equal((await stage.aws.credstash.read(CURRENT)).value, FIRST);
  });
});

async function startOf(postgres: RotationStage['aws']['postgres']): Promise<string> {
  const superuser = await postgres.connect();
  const { rows } = await superuser.query('select pg_postmaster_start_time()::text as began');
  await superuser.end();
  return rows[0].began;
}
