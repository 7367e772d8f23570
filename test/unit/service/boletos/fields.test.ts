import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { GIVEN } from '../../../../src/service/boletos/fields.js';

describe('the fields of POST /boletos', () => {
  it('are all in the table of docs/api.md', () => {
    const page = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
    const [, section = ''] = page.split(/^## POST \/boletos .*$/m);
    const table = section.split(/^## /m)[0] ?? '';
    assert.ok(GIVEN.length > 20);
    assert.deepEqual(
      GIVEN.filter((name) => !table.includes(`\`${name}\``)),
      [],
    );
  });
});
