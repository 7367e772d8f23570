import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectedOf } from '../../../../src/cli/migrate/files.js';

describe('expectedOf', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-no-migrations-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is undefined when there is no folder of migrations', () => {
    assert.equal(expectedOf(folder), undefined);
  });

  it('refuses a named folder without migrations', () => {
    assert.throws(() => expectedOf(folder, { named: true }), { code: 'NO_MIGRATIONS' });
    assert.throws(() => expectedOf(join(folder, 'misspelt'), { named: true }), { code: 'NO_MIGRATIONS' });
  });
});
