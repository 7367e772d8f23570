import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReference } from '../../../src/cli/input.js';

describe('readReference', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-input-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('reads a file for @FILE, with its byte order mark', async () => {
    const path = join(folder, 'a.json');
    writeFileSync(path, '\ufeff{"a":"ção"}');
    assert.deepEqual(await readReference(`@${path}`), { name: path, text: '\ufeff{"a":"ção"}' });
  });

  it('has no text for a file that is not UTF-8', async () => {
    const path = join(folder, 'latin1');
    writeFileSync(path, Buffer.from([0x61, 0xe7]));
    assert.deepEqual(await readReference(`@${path}`), { name: path, text: undefined });
  });

  it('says which file cannot be read', async () => {
    await assert.rejects(readReference(`@${folder}`), {
      code: 'FILE_UNREADABLE',
      message: `${folder} cannot be read: EISDIR.`,
    });
  });

  it('leaves a value alone', async () => {
    for (const value of ['{}', 'a@b', '', '--']) assert.equal(await readReference(value), undefined);
  });
});
