import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from '../../../../src/migrations/index.js';
import { type Finding, lintMigrations, rules as lintRules } from '../../../../src/migrations/lint/index.js';

async function lint(text: string): Promise<Finding[]> {
  return await lintMigrations([{ name: '1-a', kind: 'sql', text }]);
}

const up = (sql: string) => `-- migrate:up\n${sql}\n`;
const outside = (sql: string) => `-- migrate:up transaction:false\n${sql}\n`;

/** A name of 33 letters, which are 66 bytes. */
const LONG = 'é'.repeat(33);

/** Each migration breaks this rule and no other. */
const unsafe: readonly (readonly [rule: string, text: string])[] = [
  ['transaction-control', up('CREATE TABLE a (id int); COMMIT;')],
  ['needs-no-transaction', up('CREATE INDEX CONCURRENTLY i ON a (b);')],
  ['needs-no-transaction', up('DROP INDEX CONCURRENTLY i;')],
  ['needs-no-transaction', up('REINDEX INDEX CONCURRENTLY i;')],
  ['needs-no-transaction', up('VACUUM a;')],
  ['needs-no-transaction', up('ALTER SYSTEM SET work_mem = 1;')],
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
  ['index-concurrently', up('CREATE INDEX i ON a (b);')],
  ['drop-index-concurrently', up('DROP INDEX i;')],
  ['reindex-concurrently', up('REINDEX TABLE a;')],
  ['detach-concurrently', up('ALTER TABLE a DETACH PARTITION b;')],
  ['constraint-not-valid', up('ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0);')],
  ['constraint-not-valid', up('ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c (id);')],
  ['constraint-not-valid', up('ALTER TABLE a ADD COLUMN b int REFERENCES c (id);')],
  ['constraint-not-valid', up('ALTER TABLE a ADD COLUMN b int CHECK (b > 0);')],
  ['constraint-not-valid', up('ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0);')],
  ['constraint-not-valid', up('ALTER DOMAIN d SET NOT NULL;')],
  ['constraint-by-index', up('ALTER TABLE a ADD UNIQUE (b);')],
  ['constraint-by-index', up('ALTER TABLE a ADD PRIMARY KEY (b);')],
  ['constraint-by-index', up('ALTER TABLE a ADD COLUMN b int UNIQUE;')],
  ['set-not-null', up('ALTER TABLE a ALTER b SET NOT NULL;')],
  ['change-type', up('ALTER TABLE a ALTER b TYPE bigint;')],
  ['rewriting-column', up('ALTER TABLE a ADD b uuid DEFAULT gen_random_uuid();')],
  ['rewriting-column', up('ALTER TABLE a ADD b bigserial;')],
  ['rewriting-column', up('ALTER TABLE a ADD b int GENERATED ALWAYS AS (c + 1) STORED;')],
  ['rewrite-table', up('CLUSTER a;')],
  ['rewrite-table', outside('VACUUM FULL a;')],
  ['rewrite-table', up('REFRESH MATERIALIZED VIEW a;')],
  ['rewrite-table', up('ALTER TABLE a SET UNLOGGED;')],
  ['rewrite-table', up('ALTER TABLE a SET TABLESPACE t;')],
  ['lock-table', up('LOCK TABLE a;')],
  ['lock-table', up('TRUNCATE a;')],
  ['several-tables', up('ALTER TABLE a ADD b int; ALTER TABLE c ADD d int;')],
  ['backfill-apart', up('ALTER TABLE a ADD b int; UPDATE a SET b = 1;')],
  ['required-column', up('ALTER TABLE a ADD b int NOT NULL;')],
  ['rename', up('ALTER TABLE a RENAME b TO c;')],
  ['rename', up('ALTER TABLE a RENAME TO c;')],
  ['rename', up('ALTER TABLE a SET SCHEMA s;')],
  ['rename', up('ALTER SCHEMA s RENAME TO t;')],
  ['rename', up("ALTER TYPE t RENAME VALUE 'a' TO 'b';")],
  ['drop-column', up('ALTER TABLE a DROP b;')],
  ['drop-table', up('DROP TABLE a;')],
  ['drop-table', up('DROP VIEW a;')],
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
  up('ALTER TABLE a ADD b int NOT NULL DEFAULT 0;'),
  up('ALTER TABLE a ADD b timestamptz NOT NULL DEFAULT now();'),
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
  up(`COMMENT ON TABLE a IS '${LONG}'; -- ${LONG}`),
  `${up('CREATE TABLE a (id int);')}\n-- migrate:down\nDROP TABLE a;`,
];

describe('lintMigrations', () => {
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

  it('is tested with every rule', () => {
    const tested = new Set(unsafe.map(([rule]) => rule));
    assert.deepEqual(
      lintRules.map(({ name }) => name).filter((name) => !tested.has(name)),
      [],
    );
  });

  it('returns the line, the reason and a fix', async () => {
    const found = await lint(up('-- é\nCREATE TABLE b (id int);\n\n-- of a\nCREATE INDEX i\n  ON a (b);'));
    assert.deepEqual(found, [
      {
        migration: '1-a',
        rule: 'index-concurrently',
        line: 6,
        message: 'It builds an index of a, which is in use.',
        why: 'CREATE INDEX lets nobody write to the table until it is built.',
        fix: 'CREATE INDEX CONCURRENTLY, alone in a migration that says: -- migrate:up transaction:false',
      },
    ]);
  });

  it('returns the line of a syntax error, whatever the line ends', async () => {
    const found = await lint('\ufeff-- migrate:up\r\nSELECT 1;\r\nSELEC 2;\r\n');
    assert.equal(found[0]?.line, 3);
    assert.equal(found[0]?.message, 'PostgreSQL does not read it: syntax error at or near "SELEC".');
  });

  it('allows what sbw:allow names with a reason, in the next statement only', async () => {
    const found = await lint(
      up('-- sbw:allow drop-table nobody reads it since 1.2\nDROP TABLE a;\nDROP TABLE b;'),
    );
    assert.deepEqual(
      found.map(({ line, allowed }) => [line, allowed]),
      [
        [3, 'nobody reads it since 1.2'],
        [4, undefined],
      ],
    );
  });

  it('allows it in the whole file if it comes before migrate:up', async () => {
    const found = await lint(`-- sbw:allow drop-table not used\n${up('DROP TABLE a;\nDROP TABLE b;')}`);
    assert.deepEqual(
      found.map(({ allowed }) => allowed),
      ['not used', 'not used'],
    );
  });

  for (const [allow, message] of [
    ['-- sbw:allow drop-table', 'It allows drop-table without a reason.'],
    ['-- sbw:allow drop-tabel why', 'There is no rule "drop-tabel" to allow.'],
    ['-- sbw:allow rename why', 'It allows rename, which nothing breaks here.'],
  ] as const) {
    it(`refuses "${allow}"`, async () => {
      const found = await lint(up(`${allow}\nSELECT 1;`));
      assert.deepEqual(
        found.map((one) => [one.rule, one.line, one.message]),
        [['allow', 2, message]],
      );
    });
  }
});

describe("the service's own migrations", () => {
  it('are safe, or allowed with a reason', async () => {
    const folder = fileURLToPath(new URL('../../../../src/service/database/migrations', import.meta.url));
    const findings = await lintMigrations(readMigrationFiles(folder));
    assert.deepEqual(
      findings.filter(({ allowed }) => allowed === undefined),
      [],
    );
    assert.ok(findings.length > 0);
  });
});
