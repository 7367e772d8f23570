import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { zipInert } from '../../../scripts/zip-inert.js';

describe('the inert zip', () => {
  it('is built from its source', async () => {
    const committed = readFileSync(
      new URL('../../../infrastructure/modules/application/inert.zip', import.meta.url),
    );
    assert.ok(committed.equals(await zipInert()), 'Run: node --import tsx scripts/zip-inert.ts');
  });
});
