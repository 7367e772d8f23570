import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { checksum } from '../../../../src/migrations/index.js';
import { listMigrations, parseMigration } from '../../../../src/service/database/migrations.js';

describe('parseMigration', () => {
  it('reads up and down', () => {
    const text = '-- why\n-- migrate:up\nCREATE TABLE a ();\n\n-- migrate:down\nDROP TABLE a;\n';
    assert.deepEqual(parseMigration({ name: '1-a', text }), {
      name: '1-a',
      up: 'CREATE TABLE a ();',
      down: 'DROP TABLE a;',
      transaction: true,
      checksum: checksum('CREATE TABLE a ();'),
    });
  });

  it('reads one that runs outside a transaction and cannot be reverted', () => {
    const text = '-- migrate:up transaction:false\r\nCREATE INDEX CONCURRENTLY b ON a (c);\r\n';
    const migration = parseMigration({ name: '2-b', text });
    assert.equal(migration.transaction, false);
    assert.equal('down' in migration, false);
    assert.equal(migration.up, 'CREATE INDEX CONCURRENTLY b ON a (c);');
  });

  it('has the same checksum in a checkout with other line ends', () => {
    const text = '-- migrate:up\nCREATE TABLE a (\n  b int\n);\n';
    const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`;
    assert.equal(
      parseMigration({ name: '1', text: windows }).checksum,
      parseMigration({ name: '1', text }).checksum,
    );
  });

  for (const text of [
    '',
    'CREATE TABLE a ();',
    '-- migrate:up\n',
    '-- migrate:up transaction:maybe\nSELECT 1;',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseMigration({ name: '1-a', text }), {
        code: 'INVALID_MIGRATION',
        message:
          '1-a.sql needs a line "-- migrate:up" (or "-- migrate:up transaction:false") with SQL after it.',
      });
    });
  }
});

describe('listMigrations', () => {
  it('lists every file of the folder, in order, each with a way back', () => {
    const folder = new URL('../../../../src/service/database/migrations/', import.meta.url);
    const names = readdirSync(folder).map((file) => file.replace(/\.sql$/, ''));
    assert.deepEqual(
      listMigrations().map(({ name }) => name),
      names.sort(),
    );
    assert.ok(listMigrations().every(({ down }) => down));
  });
});
