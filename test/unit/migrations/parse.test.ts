import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksum, parseMigration, readMigrationFiles } from '../../../src/migrations/index.js';
import { splitSql } from '../../../src/migrations/parse.js';

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

  it('reads a migration outside a transaction, without a down', () => {
    const text = '-- migrate:up transaction:false\r\nCREATE INDEX CONCURRENTLY b ON a (c);\r\n';
    const migration = parseMigration({ name: '2-b', kind: 'sql', text });
    assert.equal(migration.transaction, false);
    assert.equal('down' in migration, false);
    assert.equal(migration.up, 'CREATE INDEX CONCURRENTLY b ON a (c);');
  });

  it('has no down if nothing follows its line', () => {
    const text = '-- migrate:up\nSELECT 1;\n-- migrate:down\n  \n';
    assert.equal('down' in parseMigration({ name: '1-a', kind: 'sql', text }), false);
    assert.deepEqual(splitSql({ name: '1-a', text }), { preamble: '', up: 'SELECT 1;', transaction: true });
    const spaced = '-- migrate:up\nSELECT 1;\n-- migrate:down\n\n  SELECT 2;\n\n';
    assert.equal(parseMigration({ name: '1-a', kind: 'sql', text: spaced }).down, 'SELECT 2;');
  });

  it('returns the same checksum for a checkout with other line ends', () => {
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

  it('refuses an up without SQL', () => {
    for (const text of ['-- migrate:up\n', '-- migrate:up\n\n-- migrate:down\nDROP TABLE a;\n']) {
      assert.throws(() => parseMigration({ name: '1-a', kind: 'sql', text }), {
        code: 'INVALID_MIGRATION',
        message: '1-a.sql has no SQL after its "-- migrate:up" yet. Write it, or move the file away.',
      });
    }
  });

  it('leaves the text before up out of the checksum', () => {
    const text = '-- migrate:up\nSELECT 1;';
    const explained = `-- why\n${text}`;
    assert.equal(
      parseMigration({ name: '1', kind: 'sql', text }).checksum,
      parseMigration({ name: '1', kind: 'sql', text: explained }).checksum,
    );
  });

  it('refuses an up in a transaction with a down outside one, and options that it does not know', () => {
    for (const [up, down] of [
      ['', ' transaction:false'],
      ['', ' transaction:maybe'],
      [' transaction:false', ' transaction:maybe'],
    ]) {
      const text = `-- migrate:up${up}\nSELECT 1;\n-- migrate:down${down}\nSELECT 2;\n`;
      assert.throws(() => parseMigration({ name: '1-a', kind: 'sql', text }), {
        code: 'INVALID_MIGRATION',
        message: `1-a.sql says "-- migrate:down${down}": both ways run in a transaction or, by "-- migrate:up transaction:false", neither.`,
      });
    }
  });

  it('reads no down without SQL, and ignores spaces after migrate:down', () => {
    const read = (text: string) => parseMigration({ name: '1-a', kind: 'sql', text });
    assert.equal('down' in read('-- migrate:up\nSELECT 1;\n-- migrate:down\n \n'), false);
    assert.equal(read('-- migrate:up\nSELECT 1;\n-- migrate:down \nSELECT 2;\n').down, 'SELECT 2;');
  });

  it('accepts transaction:false on both lines', () => {
    const text = '-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down transaction:false\nSELECT 2;\n';
    const { transaction, down } = parseMigration({ name: '1-a', kind: 'sql', text });
    assert.deepEqual([transaction, down], [false, 'SELECT 2;']);
  });

  it('reads the exports of a TypeScript file, and the checksum of its source', () => {
    const module = { up: async () => undefined, down: async () => undefined, transaction: false };
    const text = 'export const up = …';
    assert.deepEqual(parseMigration({ name: '1-a', kind: 'ts', text }, module), {
      name: '1-a',
      up: module.up,
      down: module.down,
      transaction: false,
      checksum: checksum(text),
    });
    const { up } = module;
    assert.deepEqual(parseMigration({ name: '1-a', kind: 'ts', text }, { up }), {
      name: '1-a',
      up,
      transaction: true,
      checksum: checksum(text),
    });
  });

  it('refuses a TypeScript file whose up or down is no function', () => {
    for (const module of [{}, { up: 'SELECT 1' }, { up: async () => undefined, down: 'SELECT 1' }]) {
      assert.throws(() => parseMigration({ name: '1-a', kind: 'ts', text: '' }, module), {
        code: 'INVALID_MIGRATION',
        message: '1-a.ts has to export a function "up", and a function "down" where it can be undone.',
      });
    }
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

  it('reads SQL and TypeScript files in order of name, and no others', () => {
    // In order of file names, 1-a-b.sql comes before 1-a.sql.
    write('2-b.ts', '1-a.sql', '1-a-b.sql', 'README.md', '2-b.d.ts', '.sql');
    assert.deepEqual(readMigrationFiles(folder), [
      { name: '1-a', kind: 'sql', text: 'text' },
      { name: '1-a-b', kind: 'sql', text: 'text' },
      { name: '2-b', kind: 'ts', text: 'text' },
    ]);
  });

  it('throws the error of the system for what is no folder', () => {
    write('file');
    assert.throws(() => readMigrationFiles(join(folder, 'file')), { code: 'ENOTDIR' });
  });

  it('refuses two files with one name', () => {
    write('1-a.sql', '1-a.ts');
    assert.throws(() => readMigrationFiles(folder), {
      code: 'DUPLICATE_MIGRATION',
      message: `There are two migrations named 1-a in ${folder}. Rename one.`,
    });
  });

  it('refuses an empty folder and one that does not exist', () => {
    for (const empty of [folder, join(folder, 'none')]) {
      assert.throws(() => readMigrationFiles(empty), {
        code: 'NO_MIGRATIONS',
        message: `There is no migration in ${empty}.`,
      });
    }
  });
});
