import assert from 'node:assert/strict';
import { createDatabase } from '../../../../src/service/database/connection.js';
import { until } from '../../../support/until.js';
import { secretsHolding, settingsOf } from '../harness.js';
import { CURRENT, PENDING, soon, useConnections, whoAmI } from './connection-fixture.js';

describe('the connection to the database', () => {
  const fixture = useConnections();

  it('reads the password once and keeps the connection', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['one'] });
    const database = fixture.open(secrets);
    for (let round = 0; round < 3; round++) assert.equal(await whoAmI(database), 'app');
    assert.equal(secrets.reads, 1);
    const { rows } = await fixture.admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`);
    assert.equal(rows.length, 1);
  });

  it('opens two connections at most', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    await Promise.all(Array.from({ length: 8 }, () => whoAmI(database)));
    const { rows } = await fixture.admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`);
    assert.equal(rows.length, 2);
  });

  it('uses the pending password once the database accepts it', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'], [PENDING]: ['one', 'two'] }));
    assert.equal(await whoAmI(database), 'app');
    await fixture.admin.query(`ALTER ROLE app PASSWORD 'two'`);
    await fixture.cutConnections();
    assert.equal(await whoAmI(database), 'app');
  });

  it('uses the current password after a rotation has promoted it', async () => {
    const values = { [CURRENT]: ['one'], [PENDING]: ['one', 'two'] };
    const database = fixture.open(secretsHolding(values));
    assert.equal(await whoAmI(database), 'app');
    await fixture.admin.query(`ALTER ROLE app PASSWORD 'two'`);
    values[CURRENT].push('two');
    await fixture.cutConnections();
    assert.equal(await whoAmI(database), 'app');
  });

  it('uses the previous password with a database that went back in time', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['zero', 'one', 'two'] }));
    assert.equal(await whoAmI(database), 'app');
  });

  it('waits for a password that is stored but not yet applied', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['nine'], [PENDING]: ['nine', 'two'] });
    const answer = whoAmI(fixture.open(secrets));
    // The first read, then three of the first pass: current, pending and the versions of current. A fifth begins
    // another pass.
    await until('every password was refused', () => secrets.reads > 4);
    await fixture.admin.query(`ALTER ROLE app PASSWORD 'two'`);
    assert.equal(await answer, 'app');
  });

  it('searches once for concurrent callers', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['zero'], [PENDING]: ['zero', 'one'] });
    const database = fixture.open(secrets);
    await Promise.all([whoAmI(database), whoAmI(database)]);
    assert.equal(secrets.reads, 3);
  });

  it('stops the search a second before the deadline, and reports that the database refuses every password', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['wrong'], [PENDING]: ['wrong-too'] });
    const database = fixture.open(secrets);
    const deadline = Date.now() + 1_000;
    await assert.rejects(database.query('SELECT 1', [], deadline), (error: Error) => {
      assert.equal((error as { code?: string }).code, 'DATABASE_PASSWORD_REFUSED');
      assert.match(
        error.message,
        /^The database refuses every password that credstash holds under test\/database\/password /,
      );
      assert.doesNotMatch(error.message, /wrong/);
      return true;
    });
    // One for the first login, and three for one search.
    assert.equal(secrets.reads, 4);
  });

  it('reads the password again after a read that failed', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['one'] });
    const read = secrets.read;
    secrets.read = () => Promise.reject(new Error('throttled'));
    const database = fixture.open(secrets);
    await assert.rejects(whoAmI(database), { message: 'throttled' });
    secrets.read = read;
    assert.equal(await whoAmI(database), 'app');
  });

  it('does not search for a password if the database is unreachable', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['one'], [PENDING]: ['one', 'two'] });
    const settings = settingsOf({ ...fixture.server, port: 1 }, 'postgres');
    const database = createDatabase(settings, async () => secrets);
    await assert.rejects(database.query('SELECT 1', [], soon()), { code: 'ECONNREFUSED' });
    assert.equal(secrets.reads, 1);
  });

  it('never connects without TLS if the settings require it', async () => {
    const settings = settingsOf(fixture.server, 'postgres');
    const database = createDatabase(
      { ...settings, database: { ...settings.database, ssl: 'verify-full' } },
      async () => secretsHolding({ [CURRENT]: [fixture.server.password] }),
    );
    const expected = { message: 'The server does not support SSL connections' };
    await assert.rejects(database.query('SELECT 1', [], soon()), expected);
  });

  it('returns dates as text and big integers as numbers', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    const text = `SELECT '2026-12-31'::date AS day, 9999999999::bigint AS cents`;
    assert.deepEqual(await database.query(text, [], soon()), [{ day: '2026-12-31', cents: 9_999_999_999 }]);
  });
});
