import assert from 'node:assert/strict';
import { RebootDBInstanceCommand } from '@aws-sdk/client-rds';
import type { Fault } from '../../../src/emulator/faults.js';
import { postgresLogin } from '../../../src/rotation/login.js';
import { until } from '../../support/until.js';
import { Clients } from './clients.js';
import { CURRENT, FIRST, PENDING, RotationStage } from './rotation-stage.js';

/** Errors of the system, PostgreSQL and pg while the server restarts. */
const RESTARTING =
  /ECONNREFUSED|ECONNRESET|shutting down|starting up|administrator command|Connection terminated|not queryable/;

const error = (code: string, status = 400): Fault => ({ type: 'error', code, status });

describe('a rotation while AWS or the database fails', function () {
  this.timeout(60_000);
  let stage: RotationStage;

  before(async () => {
    stage = await RotationStage.start();
  });
  after(() => stage?.stop());
  beforeEach(() => stage.reset());

  it('continues when DynamoDB throttles every other write', async () => {
    stage.fault((operation, before) =>
      operation === 'PutItem' && before % 2 === 0
        ? error('ProvisionedThroughputExceededException')
        : undefined,
    );
    assert.equal((await stage.rotate()).outcome, 'rotated');
    await stage.assertRotated();
  });

  it('changes nothing when the key is disabled before the password is stored', async () => {
    stage.fault((operation) => (operation === 'GenerateDataKey' ? error('DisabledException') : undefined));
    await assert.rejects(stage.rotate(), { code: 'KMS_UNAVAILABLE' });
    assert.equal(stage.count('ModifyDBInstance'), 0);
    assert.equal(await stage.aws.canLogIn(FIRST), true);
    stage.heal();
    assert.equal((await stage.rotate()).outcome, 'rotated');
    await stage.assertRotated();
  });

  it('sends RDS no password that cannot be read back, and resumes it later', async () => {
    let isStored = false;
    stage.fault((operation) => {
      if (operation === 'PutItem') isStored = true;
      return isStored && operation === 'Decrypt' ? error('DisabledException') : undefined;
    });
    await assert.rejects(stage.rotate(), { code: 'KMS_UNAVAILABLE' });
    assert.equal(stage.count('ModifyDBInstance'), 0);
    stage.heal();
    const begun = await stage.pending();
    assert.equal((await stage.rotate()).outcome, 'resumed');
    assert.equal(await stage.current(), begun);
    await stage.assertRotated();
  });

  for (const [effect, fault] of [
    ['sets the password', { type: 'lost-answer' }],
    ['does nothing', { type: 'reset' }],
    ['fails', error('InternalFailure', 500)],
  ] as const) {
    it(`sets one password when RDS does not answer four times, and each time ${effect}`, async () => {
      stage.fault((operation, before) =>
        operation === 'ModifyDBInstance' && before < 4 ? fault : undefined,
      );
      await stage.rotate();
      assert.equal(await stage.current(), await stage.pending());
      await stage.assertRotated();
    });
  }

  it('finishes the password that another operator stored first', async () => {
    const theirs = 'of-the-other-operator-who-was-first';
    const credstash = stage.storeWith(async (puts) => {
      if (puts === 0) await stage.aws.credstash.put(PENDING, theirs, { version: 2 });
    });
    await stage.rotate({ credstash });
    assert.equal(await stage.current(), theirs);
    await stage.assertRotated();
  });

  it('waits while the database restarts before and after the request, and its clients recover', async () => {
    const { rds, postgres } = stage.aws;
    const real = stage.database;
    const restart = async () => {
      const command = new RebootDBInstanceCommand({ DBInstanceIdentifier: 'test-db' });
      // RDS refuses it while it sets the password.
      const isBusy = (error: Error) => error.name === 'InvalidDBInstanceStateFault';
      const tried = () =>
        rds.send(command).then(
          () => true,
          (error: Error) => (isBusy(error) ? false : Promise.reject(error)),
        );
      await until('it can restart', tried, 10_000);
    };
    let requests = 0;
    const database: typeof real = {
      ...real,
      async requestPassword(...args) {
        requests++;
        if (requests === 1) await restart();
        const isAccepted = await real.requestPassword(...args);
        if (isAccepted) await restart();
        return isAccepted;
      },
    };
    // The first login after the request is made during the second restart.
    let isHeld = true;
    const login: typeof postgresLogin = async (target, password, signal) => {
      if (isHeld && requests > 1) {
        await until('it restarts', async () => (await real.describe()).status === 'rebooting', 10_000);
        isHeld = false;
      }
      return await postgresLogin(target, password, signal);
    };
    const startedBefore = await startOf(postgres);
    const clients = new Clients(stage.aws, 4);
    const lines: string[] = [];
    try {
      await stage.rotate({ database, login, report: (line) => lines.push(line) });
      await clients.untilQueries(16);
    } finally {
      await clients.stop();
    }
    assert.notEqual(await startOf(postgres), startedBefore);
    assert.ok(lines.includes('RDS could not take the change of test-db; asking again'), lines.join('\n'));
    assert.ok(lines.includes('Waiting: test-db is rebooting'), lines.join('\n'));
    await stage.assertRotated();
    // While it restarts, the server accepts no login, whatever the password.
    const other = clients.failures.filter((failure) => !RESTARTING.test(failure));
    assert.deepEqual(other, []);
  });

  it('reports what RDS is doing at every tenth login that is refused', async () => {
    let logins = 0;
    const login: typeof postgresLogin = async (target, password, signal) => {
      if (stage.count('ModifyDBInstance') > 0 && logins++ < 12) return false;
      return await postgresLogin(target, password, signal);
    };
    const lines: string[] = [];
    await stage.rotate({ login, report: (line) => lines.push(line) });
    const waiting = lines.filter((line) =>
      /^Waiting: test-db is .*; the new password does not log in yet$/.test(line),
    );
    assert.equal(waiting.length, 1, lines.join('\n'));
    await stage.assertRotated();
  });

  it('quotes no password in its report or its error', async () => {
    const texts: string[] = [];
    const password = 'quoted-in-no-line-and-in-no-error';
    stage.fault((operation) =>
      operation === 'ModifyDBInstance' ? error('InvalidParameterValue') : undefined,
    );
    await assert.rejects(
      stage.rotate({ generate: () => password, report: (line) => texts.push(line) }),
      (failure: Error & { code?: string }) => {
        assert.equal(failure.code, 'RDS_REFUSED');
        texts.push(String(failure), failure.stack ?? '', JSON.stringify(failure), String(failure.cause));
        return true;
      },
    );
    for (const text of texts) assert.ok(!text.includes(password) && !text.includes(FIRST), text);
    assert.equal((await stage.aws.credstash.read(CURRENT)).value, FIRST);
  });
});

async function startOf(postgres: RotationStage['aws']['postgres']): Promise<string> {
  const superuser = await postgres.connect();
  const { rows } = await superuser.query('select pg_postmaster_start_time()::text as began');
  await superuser.end();
  return rows[0].began;
}
