import assert from 'node:assert/strict';
import { lint, outside, up } from './lint-text.js';

describe('the messages of the lint', () => {
  for (const [sql, message] of [
    ['ALTER TABLE a ADD CHECK (b > 0);', 'It adds a constraint to a and proves it of every row.'],
    ['ALTER TABLE a ADD CONSTRAINT c UNIQUE (b);', 'It builds the index of c of a.'],
    ['ALTER TABLE s.a ADD b int UNIQUE;', 'It builds the index of the new column b of s.a.'],
    ['ALTER TABLE public.a DROP b;', 'It drops a.b.'],
    ['DROP TABLE public.a, s.b;', 'It drops a.'],
    ['DROP TABLE s.b;', 'It drops s.b.'],
    ['DROP TABLE s.public;', 'It drops s.public.'],
    ['ALTER TABLE a SET SCHEMA s;', 'It renames a to s.a.'],
    ['ALTER TABLE a RENAME b TO c;', 'It renames a.b to c.'],
    ['ALTER TABLE a RENAME TO c;', 'It renames a to c.'],
    ['CLUSTER a;', 'Cluster locks the table for all of its time.'],
    [`ALTER TABLE a ADD "${'b'.repeat(63)}""" int;`, `It names ${'b'.repeat(63)}", of 64 bytes.`],
    [`ALTER TABLE a ADD "${'é'.repeat(33)}" int;`, `It names ${'é'.repeat(33)}, of 66 bytes.`],
    ['DROP INDEX i;', 'It drops an index of a table that is in use.'],
    ['LOCK TABLE a;', 'It locks a table by hand.'],
    ['COMMIT;', 'It begins or ends a transaction.'],
    ['VACUUM a;', 'VACUUM stands in a migration that runs in a transaction.'],
    [
      'ALTER DOMAIN s.d ADD CONSTRAINT c CHECK (VALUE > 0);',
      'It adds c to the domain s.d and proves it of every row of every table with it.',
    ],
    [
      'ALTER DOMAIN s.d SET NOT NULL;',
      'It makes the domain s.d NOT NULL, and proves it of every row of every table with it.',
    ],
    ["ALTER TYPE t RENAME VALUE 'a' TO 'b';", 'It renames the value a to b.'],
    ['DROP FOREIGN TABLE f;', 'It drops f.'],
    ['ALTER FOREIGN TABLE f RENAME TO g;', 'It renames f to g.'],
    ['REINDEX TABLE a;', 'It builds indexes anew that are in use.'],
  ] as const) {
    it(`reports "${message}"`, async () => assert.equal((await lint(up(sql)))[0]?.message, message));
  }

  for (const [text, rule, message] of [
    [
      outside('CREATE INDEX CONCURRENTLY ON a (b);'),
      'unnamed-index',
      'CREATE INDEX CONCURRENTLY names no index.',
    ],
    [
      outside('DROP INDEX CONCURRENTLY i; DROP INDEX CONCURRENTLY j;'),
      'one-bare-statement',
      'A migration outside a transaction has more than one statement.',
    ],
    [
      outside('CREATE TABLE a (id int);'),
      'needless-no-transaction',
      'It runs outside a transaction without need.',
    ],
  ] as const) {
    it(`report "${message}"`, async () => {
      const [found, ...more] = await lint(text);
      assert.deepEqual([found?.rule, found?.message, more], [rule, message, []]);
    });
  }

  it('say how to fix a file that sbw cannot run', async () => {
    assert.deepEqual(await lint('CREATE TABLE a ();'), [
      {
        migration: '1-a',
        rule: 'invalid-file',
        line: 1,
        message:
          '1-a.sql needs a line "-- migrate:up" (or "-- migrate:up transaction:false") with SQL after it.',
        why: 'sbw cannot run it.',
        fix: 'Fix the file.',
      },
    ]);
  });

  it('say how to fix a statement that PostgreSQL cannot run', async () => {
    assert.deepEqual(await lint(up('SELECT 1;\nSELEC 2;')), [
      {
        migration: '1-a',
        rule: 'syntax',
        line: 3,
        message: 'PostgreSQL does not read it: syntax error at or near "SELEC".',
        why: 'PostgreSQL cannot run it.',
        fix: 'Fix the statement.',
      },
    ]);
  });

  it('say how to write an allowance', async () => {
    assert.deepEqual(await lint(up('-- sbw:allow rename why\nSELECT 1;')), [
      {
        migration: '1-a',
        rule: 'allow',
        line: 2,
        message: 'It allows rename, which nothing breaks here.',
        why: 'An allowance needs a known rule, a reason, and a statement that breaks the rule.',
        fix: 'Write: -- sbw:allow <rule> <reason>. The rules are listed by: sbw migrate lint --rules',
      },
    ]);
  });
});
