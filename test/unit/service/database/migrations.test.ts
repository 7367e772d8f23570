import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { listMigrations } from '../../../../src/service/database/migrations.js';

describe('listMigrations', () => {
  it('lists every file of the folder in order, each with a revert', () => {
    const folder = new URL('../../../../src/service/database/migrations/', import.meta.url);
    const names = readdirSync(folder).map((file) => file.replace(/\.(sql|ts)$/, ''));
    assert.deepEqual(
      listMigrations().map(({ name }) => name),
      names.sort(),
    );
    assert.ok(listMigrations().every(({ down }) => down));
  });
});
