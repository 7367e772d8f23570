import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { execa } from 'execa';

describe('scripts/prepare.js', () => {
  it('leaves what is built alone when npm runs it for `npx sbw`', async () => {
    const before = await stat('oclif.manifest.json');

    await execa(process.execPath, ['scripts/prepare.js'], { env: { npm_command: 'exec' } });

    const after = await stat('oclif.manifest.json');
    assert.deepEqual([after.ino, after.mtimeMs], [before.ino, before.mtimeMs]);
  });
});
