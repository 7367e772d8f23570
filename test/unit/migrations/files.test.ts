import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMigrationFiles } from '../../../src/migrations/index.js';

describe('readMigrationFiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-migrations-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (...names: string[]) => {
    for (const name of names) writeFileSync(join(folder, name), `text of ${name}`);
  };

  it('returns one migration of a folder', () => {
    write('1-a.sql');
    assert.deepEqual(readMigrationFiles(folder), [{ name: '1-a', kind: 'sql', text: 'text of 1-a.sql' }]);
  });

  it('returns SQL and TypeScript in order of name, and nothing else', () => {
    write('2-b.ts', '3-c.sql', '1-a.sql', '1-a.d.ts', '10-d.sql', 'README.md', '.sql', '4-e.js');
    assert.deepEqual(
      readMigrationFiles(folder).map(({ name, kind }) => `${name}.${kind}`),
      ['1-a.sql', '10-d.sql', '2-b.ts', '3-c.sql'],
    );
  });

  it('refuses two migrations of one name', () => {
    write('1-a.sql', '2-b.sql', '2-b.ts', '3-c.sql');
    assert.throws(() => readMigrationFiles(folder), {
      code: 'DUPLICATE_MIGRATION',
      message: `There are two migrations named 2-b in ${folder}. Rename one.`,
    });
  });

  it('refuses a folder without a migration, and one that does not exist', () => {
    for (const empty of [folder, join(folder, 'none')]) {
      assert.throws(() => readMigrationFiles(empty), {
        code: 'NO_MIGRATIONS',
        message: `There is no migration in ${empty}.`,
      });
    }
  });

  it('throws any other error of the file system', () => {
    write('1-a.sql');
    assert.throws(() => readMigrationFiles(join(folder, '1-a.sql')), { code: 'ENOTDIR' });
  });
});
