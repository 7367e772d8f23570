import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withWorkFolder } from '../../../src/deploy/cache.js';

describe('withWorkFolder', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-work-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('gives a folder that is gone afterwards', async () => {
    const given = await withWorkFolder(folder, async (work) => {
      assert.ok(existsSync(work));
      return work;
    });
    assert.ok(!existsSync(given));
  });

  it('says which cache folder cannot be written to, and how to name another', async () => {
    const cache = join(folder, 'file');
    writeFileSync(cache, '');
    await assert.rejects(
      withWorkFolder(cache, async () => {}),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'CACHE_NOT_WRITABLE');
        assert.match(
          error.message,
          /^The cache folder \S+file cannot be written to: ENOTDIR.*\. Mend that, or name another one in SBW_CACHE\.$/,
        );
        return true;
      },
    );
  });
});
