import assert from 'node:assert/strict';
import { describeHolder, type MigrationClient } from '../../../src/migrations/index.js';
import { endHolder, findHolder, withMigrationLock } from '../../../src/migrations/lock.js';
import { InstantClock } from '../../support/instant-clock.js';

type Rows = Record<string, unknown>[];

/** The keys of the lock, "SBOL" and "MIGR". Two releases with other keys would migrate at the same time. */
const KEYS = [0x53424f4c, 0x4d494752];
const row = {
  pid: 71,
  application: 'release 7',
  state: 'active',
  since: '2026-11-24T12:00:00Z',
  query: 'select 1',
  seconds: 4,
};

/** A client that answers each function of PostgreSQL with the next of its rows, and then with the last of them. */
function fakeClient(answers: Record<string, Rows[]>) {
  const sent: string[] = [];
  const values: unknown[] = [];
  const client: MigrationClient = {
    async query(text, given) {
      const name = /pg_\w+/.exec(text)?.[0] ?? '';
      sent.push(name);
      values.push(given);
      const queue = answers[name] ?? [[]];
      return { rows: (queue.length > 1 ? queue.shift() : queue[0]) ?? [] };
    },
  };
  return { client, sent, values };
}

describe('withMigrationLock', () => {
  const free = { pg_try_advisory_lock: [[{ locked: true }]], pg_advisory_unlock: [[{ unlocked: true }]] };

  it('locks, works and unlocks, with the same two keys', async () => {
    const { client, sent, values } = fakeClient(free);
    const clock = new InstantClock();
    assert.equal(await withMigrationLock(client, 0, async () => 'done', clock), 'done');
    assert.deepEqual(sent, ['pg_try_advisory_lock', 'pg_advisory_unlock']);
    assert.deepEqual(values, [KEYS, KEYS]);
    assert.deepEqual(clock.pauses, []);
  });

  it('polls at growing intervals of at most 250 ms', async () => {
    const taken = Array.from({ length: 6 }, () => [{ locked: false }]);
    const { client } = fakeClient({ ...free, pg_try_advisory_lock: [...taken, [{ locked: true }]] });
    const clock = new InstantClock();
    await withMigrationLock(client, 30_000, async () => undefined, clock);
    assert.deepEqual(clock.pauses, [25, 50, 100, 200, 250, 250]);
  });

  it('gives up at the deadline, and says who holds the lock', async () => {
    const { client } = fakeClient({ pg_try_advisory_lock: [[{ locked: false }]], pg_locks: [[row]] });
    const clock = new InstantClock();
    const work = () => assert.fail('it works without the lock');
    await assert.rejects(withMigrationLock(client, 75, work, clock), {
      code: 'LOCKED',
      message:
        'Another run of the migrations holds the lock: "release 7" (pid 71, connected since 2026-11-24T12:00:00Z, active for 4 s: select 1). Wait longer by --lock-wait, or end it by: sbw migrate unlock',
    });
    assert.deepEqual(clock.pauses, [25, 50]);
  });

  it('says so when the holder has ended meanwhile', async () => {
    const { client } = fakeClient({ pg_try_advisory_lock: [[{ locked: false }]], pg_locks: [[]] });
    await assert.rejects(
      withMigrationLock(client, 0, async () => undefined, new InstantClock()),
      {
        code: 'LOCKED',
        message: 'Another run of the migrations held the lock, and has just ended. Run the command again.',
      },
    );
  });

  it('reports a lock that was lost during the work', async () => {
    const { client } = fakeClient({ ...free, pg_advisory_unlock: [[{ unlocked: false }]] });
    await assert.rejects(
      withMigrationLock(client, 0, async () => undefined, new InstantClock()),
      {
        code: 'LOCK_LOST',
      },
    );
  });

  it('unlocks after a failure, and throws that failure', async () => {
    const { client, sent } = fakeClient({ ...free, pg_advisory_unlock: [[{ unlocked: false }]] });
    const work = async () => {
      throw new Error('the migration failed');
    };
    await assert.rejects(withMigrationLock(client, 0, work, new InstantClock()), {
      message: 'the migration failed',
    });
    assert.deepEqual(sent, ['pg_try_advisory_lock', 'pg_advisory_unlock']);
  });
});

describe('findHolder', () => {
  const statementOf = async (query: string) => {
    const { client } = fakeClient({ pg_locks: [[{ ...row, query }]] });
    return (await findHolder(client))?.statement;
  };

  it('returns undefined if nobody holds the lock', async () => {
    assert.equal(await findHolder(fakeClient({}).client), undefined);
  });

  it('leaves comments and literals out of the statement', async () => {
    assert.equal(
      await statementOf("-- why\nselect 'it''s secret',\n  $$secret$$, $tag$secret$tag$ -- end"),
      "select '…', $…$, $…$",
    );
  });

  it('shortens the statement to 80 characters', async () => {
    assert.equal(await statementOf('a'.repeat(80)), 'a'.repeat(80));
    assert.equal(await statementOf('a'.repeat(81)), `${'a'.repeat(79)}…`);
  });
});

describe('describeHolder', () => {
  const holder = { ...row, statement: 'select 1' };

  it('says what the holder is doing, or did last', () => {
    assert.equal(
      describeHolder(holder),
      '"release 7" (pid 71, connected since 2026-11-24T12:00:00Z, active for 4 s: select 1)',
    );
    assert.equal(
      describeHolder({ ...holder, state: 'idle' }),
      '"release 7" (pid 71, connected since 2026-11-24T12:00:00Z, idle for 4 s, last: select 1)',
    );
  });
});

describe('endHolder', () => {
  it('does nothing if nobody holds the lock', async () => {
    const { client, sent } = fakeClient({});
    assert.equal(await endHolder(client, 71, new InstantClock()), undefined);
    assert.deepEqual(sent, ['pg_locks']);
  });

  it('leaves another holder alone', async () => {
    const { client, sent } = fakeClient({ pg_locks: [[row]] });
    await assert.rejects(endHolder(client, 70, new InstantClock()), { code: 'HOLDER_CHANGED' });
    assert.deepEqual(sent, ['pg_locks']);
  });

  it('ends the holder and waits until it is gone', async () => {
    const { client, sent, values } = fakeClient({ pg_locks: [[row], [row], []] });
    const clock = new InstantClock();
    assert.equal((await endHolder(client, 71, clock))?.pid, 71);
    assert.deepEqual(sent, ['pg_locks', 'pg_terminate_backend', 'pg_locks', 'pg_locks']);
    assert.deepEqual(values[1], [71]);
    assert.deepEqual(clock.pauses, [250]);
  });

  it('is done when another session has the lock', async () => {
    const { client } = fakeClient({ pg_locks: [[row], [{ ...row, pid: 72 }]] });
    assert.equal((await endHolder(client, 71, new InstantClock()))?.pid, 71);
  });

  it('reports a holder that does not end within five seconds', async () => {
    const { client } = fakeClient({ pg_locks: [[row]] });
    const clock = new InstantClock();
    await assert.rejects(endHolder(client, 71, clock), {
      code: 'HOLDER_STAYS',
      message: 'pid 71 was told to end and still holds the lock after 5 s. Look at it in pg_stat_activity.',
    });
    assert.equal(clock.pauses.length, 20);
  });
});
