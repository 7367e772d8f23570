import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PAGE, withFeatureTable } from '../../../scripts/feature-table.js';

describe('the table of features in docs/providers.md', () => {
  it('is the one that POST /boletos checks: node --import tsx scripts/feature-table.ts writes it', () => {
    const page = readFileSync(PAGE, 'utf8');
    assert.equal(page, withFeatureTable(page));
  });
});
