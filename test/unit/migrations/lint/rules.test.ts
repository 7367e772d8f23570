import assert from 'node:assert/strict';
import { rules as lintRules } from '../../../../src/migrations/lint/index.js';
import { lint, outside, up } from './lint-text.js';

/** A name of 33 letters, which are 66 bytes. */
const LONG = 'é'.repeat(33);

/** Each migration breaks this rule and no other. */
const unsafe: readonly (readonly [rule: string, text: string])[] = [
  ['transaction-control', up('CREATE TABLE a (id int); COMMIT;')],
  ['transaction-control', up('BEGIN; CREATE TABLE a (id int);')],
  ['transaction-control', up('START TRANSACTION;')],
  ['transaction-control', up('ROLLBACK;')],
  ['transaction-control', up("PREPARE TRANSACTION 'a';")],
  ['transaction-control', up("COMMIT PREPARED 'a';")],
  ['transaction-control', up("ROLLBACK PREPARED 'a';")],
  ['needs-no-transaction', up('CREATE INDEX CONCURRENTLY i ON a (b);')],
  ['needs-no-transaction', up('DROP INDEX CONCURRENTLY i;')],
  ['needs-no-transaction', up('REINDEX INDEX CONCURRENTLY i;')],
  ['needs-no-transaction', up('VACUUM a;')],
  ['needs-no-transaction', up('ALTER SYSTEM SET work_mem = 1;')],
  ['needs-no-transaction', up('CREATE DATABASE d;')],
  ['needs-no-transaction', up("CREATE TABLESPACE t LOCATION '/data';")],
  ['needs-no-transaction', up('DROP TABLESPACE t;')],
  ['needs-no-transaction', `${up('SELECT 1;')}-- migrate:down\nREINDEX SCHEMA s;`],
  ['needs-no-transaction', `${up('SELECT 1;')}-- migrate:down\nREINDEX SYSTEM d;`],
  ['needs-no-transaction', `${up('SELECT 1;')}-- migrate:down\nREINDEX DATABASE d;`],
  ['needs-no-transaction', `${up('SELECT 1;')}-- migrate:down\nCLUSTER;`],
  ['needs-no-transaction', up('DROP DATABASE d;')],
  ['needs-no-transaction', up('ALTER TABLE a DETACH PARTITION b CONCURRENTLY;')],
  ['needs-no-transaction', `${up('SELECT 1;')}-- migrate:down\nDROP INDEX CONCURRENTLY i;`],
  [
    'one-bare-statement',
    outside('CREATE INDEX CONCURRENTLY i ON a (b); CREATE INDEX CONCURRENTLY j ON a (c);'),
  ],
  ['needless-no-transaction', outside('CREATE TABLE a (id int);')],
  ['unnamed-index', outside('CREATE INDEX CONCURRENTLY ON a (b);')],
  [
    'validate-apart',
    up('ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c;'),
  ],
  [
    'needless-no-transaction',
    outside('ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID, VALIDATE CONSTRAINT c;'),
  ],
  ['validate-apart', up('ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID, VALIDATE CONSTRAINT c;')],
  ['index-concurrently', up('CREATE INDEX i ON a (b);')],
  ['drop-index-concurrently', up('DROP INDEX i;')],
  ['reindex-concurrently', up('REINDEX TABLE a;')],
  ['detach-concurrently', up('ALTER TABLE a DETACH PARTITION b;')],
  ['constraint-not-valid', up('ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0);')],
  ['constraint-not-valid', up('ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c (id);')],
  ['constraint-not-valid', up('ALTER TABLE a ADD COLUMN b int REFERENCES c (id);')],
  ['constraint-not-valid', up('ALTER TABLE a ADD COLUMN b int CHECK (b > 0);')],
  ['constraint-not-valid', up('ALTER TABLE a ADD COLUMN b int CHECK (is_good(b));')],
  ['constraint-not-valid', up('ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0);')],
  ['constraint-not-valid', up('ALTER DOMAIN d SET NOT NULL;')],
  ['constraint-by-index', up('ALTER TABLE a ADD UNIQUE (b);')],
  ['constraint-by-index', up('ALTER TABLE a ADD PRIMARY KEY (b);')],
  ['constraint-by-index', up('ALTER TABLE a ADD COLUMN b int UNIQUE;')],
  ['constraint-by-index', up('ALTER TABLE a ADD COLUMN b int PRIMARY KEY;')],
  ['constraint-by-index', up('ALTER TABLE a ADD EXCLUDE USING gist (b WITH &&);')],
  ['set-not-null', up('ALTER TABLE a ALTER b SET NOT NULL;')],
  ['change-type', up('ALTER TABLE a ALTER b TYPE bigint;')],
  ['change-type', up('ALTER TABLE a ALTER b TYPE serial;')],
  ['rewriting-column', up('ALTER TABLE a ADD b uuid DEFAULT gen_random_uuid();')],
  ['rewriting-column', up('ALTER TABLE a ADD b bigserial;')],
  ['rewriting-column', up('ALTER TABLE a ADD b serial4;')],
  ['rewriting-column', up('ALTER TABLE a ADD b int GENERATED ALWAYS AS IDENTITY;')],
  ['rewriting-column', up('ALTER TABLE a ADD b float DEFAULT 1 + random();')],
  ['rewriting-column', up('ALTER TABLE a ADD b int GENERATED ALWAYS AS (c + 1) STORED;')],
  ['rewrite-table', up('CLUSTER a;')],
  ['rewrite-table', outside('VACUUM FULL a;')],
  ['rewrite-table', up('REFRESH MATERIALIZED VIEW a;')],
  ['rewrite-table', up('ALTER TABLE a SET UNLOGGED;')],
  ['rewrite-table', up('ALTER TABLE a SET LOGGED;')],
  ['rewrite-table', up('ALTER TABLE a SET ACCESS METHOD heap2;')],
  ['rewrite-table', up('ALTER TABLE a SET TABLESPACE t;')],
  ['lock-table', up('LOCK TABLE a;')],
  ['lock-table', up('TRUNCATE a;')],
  ['several-tables', up('ALTER TABLE a ADD b int; ALTER TABLE c ADD d int;')],
  ['backfill-apart', up('ALTER TABLE a ADD b int; UPDATE a SET b = 1;')],
  ['backfill-apart', up('ALTER TABLE a ADD b int; DELETE FROM a;')],
  ['required-column', up('ALTER TABLE a ADD b int NOT NULL;')],
  ['rename', up('ALTER TABLE a RENAME b TO c;')],
  ['rename', up('ALTER TABLE a RENAME TO c;')],
  ['rename', up('ALTER TABLE a RENAME TO b; CREATE TABLE a (id int);')],
  ['rename', up('ALTER VIEW a RENAME TO c;')],
  ['rename', up('ALTER TABLE a SET SCHEMA s;')],
  ['rename', up('ALTER SCHEMA s RENAME TO t;')],
  ['rename', up("ALTER TYPE t RENAME VALUE 'a' TO 'b';")],
  ['drop-column', up('ALTER TABLE a DROP b;')],
  ['drop-table', up('DROP TABLE a;')],
  ['drop-table', up('DROP VIEW a;')],
  ['drop-table', up('DROP FOREIGN TABLE a;')],
  ['drop-table', up('DROP MATERIALIZED VIEW a;')],
  ['drop-table', up('DROP SCHEMA s CASCADE;')],
  ['long-name', up(`ALTER TABLE a ADD ${LONG} int;`)],
  ['long-name', outside(`CREATE INDEX CONCURRENTLY "${LONG}" ON a (b);`)],
  ['syntax', up('CREATE TALBE a ();')],
  ['invalid-file', 'CREATE TABLE a ();'],
];

const safe: readonly string[] = [
  up(
    'CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES c); CREATE INDEX i ON a (b); ALTER TABLE a ADD UNIQUE (b);',
  ),
  up('CREATE TABLE a (id int); ALTER TABLE a RENAME TO b;'),
  up('ALTER TABLE a ADD b int;'),
  up('CREATE TABLE a (id int); CREATE INDEX ON a (id);'),
  up('CREATE TABLE a (id int); DROP TABLE a;'),
  up('CREATE TABLE a AS SELECT 1 AS id; ALTER TABLE a DROP id;'),
  up('CREATE TABLE a (id int); TRUNCATE a;'),
  up('CREATE TABLE a (id int); ALTER TABLE a ADD b int; UPDATE a SET b = 1;'),
  up('CREATE TABLE a (id int); ALTER TABLE a ADD b int; ALTER TABLE c ADD d int;'),
  up('ALTER TABLE c ADD d int; CREATE TABLE a (id int); ALTER TABLE a ADD b int;'),
  up('ALTER TABLE a ADD b int; ALTER TABLE a ADD c int;'),
  up('UPDATE a SET b = 1; ALTER TABLE c ADD d int;'),
  up('UPDATE a SET b = 1; ALTER TABLE a ADD c int;'),
  up('UPDATE a SET b = 1; UPDATE a SET c = 2;'),
  up('ALTER TABLE a ADD b int; UPDATE c SET d = 1;'),
  up('ALTER TABLE a ALTER CONSTRAINT c DEFERRABLE;'),
  up('ALTER INDEX i RENAME TO j;'),
  up('ALTER FUNCTION f() SET SCHEMA s;'),
  up('ANALYZE a;'),
  up('ALTER TABLE a VALIDATE CONSTRAINT c; ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;'),
  outside('CALL p();'),
  outside('DO $$ BEGIN COMMIT; END $$;'),
  outside("ALTER TYPE t ADD VALUE 'x';"),
  outside("CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p;"),
  outside('ALTER SUBSCRIPTION s DISABLE;'),
  outside('DROP SUBSCRIPTION s;'),
  up('SAVEPOINT s;'),
  up(`ALTER TABLE a ADD ${'b'.repeat(63)} int;`),
  up(`ALTER TABLE a ADD "${'b'.repeat(62)}""" int;`),
  outside('VACUUM (ANALYZE) a;'),
  up('ALTER TABLE a ADD b int NOT NULL DEFAULT 0;'),
  up('ALTER TABLE a ADD b timestamptz NOT NULL DEFAULT now();'),
  up('ALTER TABLE a ADD b timestamptz DEFAULT transaction_timestamp();'),
  up('ALTER TABLE a ADD b timestamptz DEFAULT statement_timestamp();'),
  up("ALTER TABLE a ADD b text DEFAULT current_setting('a.b');"),
  up("ALTER TABLE a ADD b timestamp DEFAULT timezone('utc', now());"),
  up('ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;'),
  up('ALTER TABLE a VALIDATE CONSTRAINT c;'),
  up('ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX i;'),
  up('UPDATE a SET b = 1;'),
  up("ALTER TYPE t ADD VALUE 'x';"),
  outside('CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b);'),
  outside('DROP INDEX CONCURRENTLY i;'),
  outside('REINDEX TABLE CONCURRENTLY a;'),
  outside('ALTER TABLE a DETACH PARTITION b CONCURRENTLY;'),
  outside('CREATE DATABASE d;'),
  up('ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID;'),
  up('ALTER DOMAIN d SET DEFAULT 1;'),
  up('ALTER DOMAIN d VALIDATE CONSTRAINT c;'),
  up('ALTER DOMAIN d DROP CONSTRAINT c;'),
  up(`ALTER TABLE a ADD ${'b'.repeat(62)}/* name and type */int;`),
  up(`COMMENT ON TABLE a IS '${LONG}'; -- ${LONG}`),
  `${up('CREATE TABLE a (id int);')}\n-- migrate:down\nDROP TABLE a;`,
];

describe('the rules of the lint', () => {
  for (const [rule, text] of unsafe) {
    it(`finds ${rule} in ${text.replaceAll('\n', ' ').trim()}`, async () => {
      const found = await lint(text);
      assert.deepEqual(
        found.map((one) => one.rule),
        [rule],
      );
    });
  }

  for (const text of safe) {
    it(`finds nothing in ${text.replaceAll('\n', ' ').trim()}`, async () => {
      assert.deepEqual(await lint(text), []);
    });
  }

  it('has a reason and a fix for every rule', () => {
    for (const { name, why, fix } of lintRules) {
      assert.match(why, /^\S.{20,}/, name);
      assert.match(fix, /^\S.{8,}/, name);
      assert.doesNotMatch(why, /^ /, name);
    }
  });

  it('is tested with every rule', () => {
    const tested = new Set(unsafe.map(([rule]) => rule));
    assert.deepEqual(
      lintRules.map(({ name }) => name).filter((name) => !tested.has(name)),
      [],
    );
  });
});
