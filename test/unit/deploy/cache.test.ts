import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, withWorkFolder } from '../../../src/deploy/cache.js';

describe('withWorkFolder', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-work-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('removes its folder afterwards, with what the work left there', async () => {
    const given = await withWorkFolder(folder, async (work) => {
      assert.ok(existsSync(work));
      writeFileSync(join(work, 'left'), '');
      return work;
    });
    assert.ok(!existsSync(given));
  });

  it('names the cache folder that cannot be written to, and how to set another', async () => {
    const cache = join(folder, 'file');
    writeFileSync(cache, '');
    await assert.rejects(
      withWorkFolder(cache, async () => {}),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'CACHE_NOT_WRITABLE');
        assert.match(
          error.message,
          /^The cache folder \S+file cannot be written to: ENOTDIR.*\. Fix that, or set SBW_CACHE to another folder\.$/,
        );
        return true;
      },
    );
  });

  it('removes its folder when the work fails', async () => {
    const failure = new Error('the work failed');
    await assert.rejects(
      withWorkFolder(folder, () => Promise.reject(failure)),
      failure,
    );
    assert.deepEqual(readdirSync(join(folder, 'work')), []);
  });

  it('removes the folders of processes that have ended, and no others', async () => {
    const { pid } = spawnSync(process.execPath, ['--eval', '0']);
    const [dead, unknown] = [`${pid}-a`, 'unknown'].map((name) => join(folder, 'work', name));
    for (const path of [dead, unknown]) mkdirSync(path ?? '');
    const living = join(folder, 'work', `${process.ppid}-a`);
    mkdirSync(living);
    await withWorkFolder(folder, async () => {
      assert.deepEqual(
        [dead, unknown, living].map((path) => existsSync(path ?? '')),
        [false, false, true],
      );
    });
    rmSync(living, { recursive: true });
  });
});

describe('cacheFolder', () => {
  const cases: [NodeJS.ProcessEnv, string][] = [
    [{ SBW_CACHE: '/sbw', XDG_CACHE_HOME: '/xdg', HOME: '/home/ana' }, '/sbw'],
    [{ XDG_CACHE_HOME: '/xdg', HOME: '/home/ana' }, '/xdg/superbowleto'],
    [{ HOME: '/home/ana' }, '/home/ana/.cache/superbowleto'],
    [{ SBW_CACHE: '', XDG_CACHE_HOME: '', HOME: '/home/ana' }, '/home/ana/.cache/superbowleto'],
    [{ SBW_CACHE: 'cache' }, join(process.cwd(), 'cache')],
    [{}, join(homedir(), '.cache/superbowleto')],
  ];
  for (const [variables, expected] of cases) {
    it(`is ${expected} for ${JSON.stringify(variables)}`, () => {
      assert.equal(cacheFolder(variables), expected);
    });
  }
});
