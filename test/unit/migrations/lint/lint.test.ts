import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from '../../../../src/migrations/index.js';
import { lintMigrations } from '../../../../src/migrations/lint/index.js';
import { lint, outside, up } from './lint-text.js';

describe('lintMigrations', () => {
  it('checks each statement outside a transaction by itself', async () => {
    const found = await lint(
      outside('ALTER TABLE a ADD b int; UPDATE a SET b = 1; ALTER TABLE c ADD d int;'),
    );
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['needless-no-transaction', 'one-bare-statement'],
    );
  });

  it('skips TypeScript', async () => {
    assert.deepEqual(await lintMigrations([{ name: '1-a', kind: 'ts', text: 'DROP TABLE a;' }]), []);
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

  it('returns the line of the statement, even if a comment or the other section has the same text', async () => {
    const found = await lint('-- VACUUM a;\n-- migrate:up\nVACUUM a;\n-- migrate:down\nVACUUM a;\n');
    assert.deepEqual(
      found.map(({ rule, line }) => [rule, line]),
      [
        ['needs-no-transaction', 3],
        ['needs-no-transaction', 5],
      ],
    );
  });

  it('counts lines from the first one, even if that is empty', async () => {
    assert.equal((await lint(`\n${up('DROP TABLE a;')}`))[0]?.line, 3);
    assert.equal((await lint('CREATE TABLE a ();'))[0]?.line, 1);
  });
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
