import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { CodeStore } from '../../../../src/emulator/lambda/code-store.js';

describe('CodeStore', () => {
  let directory: string;
  let store: CodeStore;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'code-store-'));
    store = new CodeStore(join(directory, 'code'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  async function zip(): Promise<Buffer> {
    const archive = new ZipFile();
    archive.addBuffer(Buffer.from('exports.handler = async () => 1'), 'lib/index.js');
    archive.end();
    return buffer(archive.outputStream);
  }

  it('makes files read-only, in folders that their owner can delete', async () => {
    const folder = store.folder(await store.add(await zip()));

    const modes = ['.', 'lib', 'lib/index.js'].map((path) => statSync(join(folder, path)).mode & 0o700);

    assert.deepEqual(modes, [0o700, 0o700, 0o400]);
  });
});
