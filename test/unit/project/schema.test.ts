import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { projectFileJsonSchema } from '../../../src/project/index.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('superbowleto.schema.json', () => {
  it('in git is what the schema of superbowleto.yml gives', () => {
    // From git, because the build writes the file in the working tree before the tests run.
    const staged = execFileSync('git', ['show', ':superbowleto.schema.json'], {
      cwd: root,
      encoding: 'utf8',
    });
    const generated = `${JSON.stringify(projectFileJsonSchema(), null, 2)}\n`;
    assert.equal(staged, generated, 'To fix: npm run build && git add superbowleto.schema.json');
  });
});
