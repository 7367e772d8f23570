import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { projectFileJsonSchema } from '../../../src/project/index.js';

const shipped = new URL('../../../superbowleto.schema.json', import.meta.url);

describe('superbowleto.schema.json', () => {
  it('is what the checks of superbowleto.yml say (npm run build writes it)', () => {
    assert.deepEqual(JSON.parse(readFileSync(shipped, 'utf8')), projectFileJsonSchema());
  });
});
