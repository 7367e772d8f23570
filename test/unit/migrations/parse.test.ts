import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksum, parseMigration, readMigrationFiles } from '../../../src/migrations/index.js';

describe('parseMigration', () => {
  it('reads up and down', () => {
    const text = '-- why\n-- migrate:up\nCREATE TABLE a ();\n\n-- migrate:down\nDROP TABLE a;\n';
    assert.deepEqual(parseMigration({ name: '1-a', kind: 'sql', text }), {
      name: '1-a',
      up: 'CREATE TABLE a ();',
      down: 'DROP TABLE a;',
      transaction: true,
      checksum: checksum('CREATE TABLE a ();'),
    });
  });

  it('reads one that runs outside a transaction and cannot be reverted', () => {
    const text = '-- migrate:up transaction:false\r\nCREATE INDEX CONCURRENTLY b ON a (c);\r\n';
    const migration = parseMigration({ name: '2-b', kind: 'sql', text });
    assert.equal(migration.transaction, false);
    assert.equal('down' in migration, false);
    assert.equal(migration.up, 'CREATE INDEX CONCURRENTLY b ON a (c);');
  });

  it('has the same checksum in a checkout with other line ends', () => {
    const text = '-- migrate:up\nCREATE TABLE a (\n  b int\n);\n';
    const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`;
    assert.equal(
      parseMigration({ name: '1', kind: 'sql', text: windows }).checksum,
      parseMigration({ name: '1', kind: 'sql', text }).checksum,
    );
  });

  for (const text of ['', 'CREATE TABLE a ();', '-- migrate:up transaction:maybe\nSELECT 1;']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseMigration({ name: '1-a', kind: 'sql', text }), {
        code: 'INVALID_MIGRATION',
        message:
          '1-a.sql needs a line "-- migrate:up" (or "-- migrate:up transaction:false") with SQL after it.',
      });
    });
  }

  it('refuses one that is not written yet', () => {
    for (const text of ['-- migrate:up\n', '-- migrate:up\n\n-- migrate:down\nDROP TABLE a;\n']) {
      assert.throws(() => parseMigration({ name: '1-a', kind: 'sql', text }), {
        code: 'INVALID_MIGRATION',
        message: '1-a.sql has no SQL after its "-- migrate:up" yet. Write it, or move the file away.',
      });
    }
  });

  it('does not count what stands before up as part of the migration', () => {
    const text = '-- migrate:up\nSELECT 1;';
    const explained = `-- why\n${text}`;
    assert.equal(
      parseMigration({ name: '1', kind: 'sql', text }).checksum,
      parseMigration({ name: '1', kind: 'sql', text: explained }).checksum,
    );
  });

  it('refuses two ways that differ in their transaction', () => {
    const text = '-- migrate:up\nSELECT 1;\n-- migrate:down transaction:false\nSELECT 2;\n';
    assert.throws(() => parseMigration({ name: '1-a', kind: 'sql', text }), {
      message:
        '1-a.sql says "-- migrate:down transaction:false": both ways run in a transaction or, by "-- migrate:up transaction:false", neither.',
    });
  });

  it('takes what a TypeScript file exports, and the checksum of its source', () => {
    const module = { up: async () => undefined, transaction: false };
    const text = 'export const up = …';
    assert.deepEqual(parseMigration({ name: '1-a', kind: 'ts', text }, module), {
      name: '1-a',
      up: module.up,
      transaction: false,
      checksum: checksum(text),
    });
  });

  it('refuses a TypeScript file without an up', () => {
    assert.throws(() => parseMigration({ name: '1-a', kind: 'ts', text: '' }, {}), {
      code: 'INVALID_MIGRATION',
      message: '1-a.ts has to export a function "up", and a function "down" where it can be undone.',
    });
  });
});

describe('readMigrationFiles', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-migrations-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (...files: string[]) => {
    for (const file of files) writeFileSync(join(folder, file), 'text');
  };

  it('lists SQL and TypeScript by name without extension, and nothing else', () => {
    write('2-b.ts', '1-a.sql', 'README.md', '2-b.d.ts');
    assert.deepEqual(readMigrationFiles(folder), [
      { name: '1-a', kind: 'sql', text: 'text' },
      { name: '2-b', kind: 'ts', text: 'text' },
    ]);
  });

  it('refuses a name that is there twice', () => {
    write('1-a.sql', '1-a.ts');
    assert.throws(() => readMigrationFiles(folder), {
      message: `There are two migrations named 1-a in ${folder}. Rename one.`,
    });
  });

  it('refuses an empty folder and one that is not there', () => {
    for (const empty of [folder, join(folder, 'none')]) {
      assert.throws(() => readMigrationFiles(empty), { code: 'NO_MIGRATIONS' });
    }
  });
});
