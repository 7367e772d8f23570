// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of the file have this form
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { changed, useProjectFile } from './project-file.js';

describe('variables in superbowleto.yml', () => {
  const fixture = useProjectFile();

  const bucket = async (text: string, variables: Record<string, string>) =>
    (await fixture.load(changed('s3_bucket: artifacts', `s3_bucket: ${JSON.stringify(text)}`), variables))
      .environments.sandbox?.bucket;

  it('are replaced', async () => {
    assert.equal(await bucket('a-${NAME}-b', { NAME: 'x' }), 'a-x-b');
  });

  it('have a default, which also replaces an empty one', async () => {
    assert.equal(await bucket('${NAME:-other}', {}), 'other');
    assert.equal(await bucket('${NAME:-other}', { NAME: '' }), 'other');
    assert.equal(await bucket('${NAME:-other}', { NAME: 'x' }), 'x');
  });

  it('stay after two dollar signs', async () => {
    assert.equal(await bucket('$${NAME}', { NAME: 'x' }), '${NAME}');
  });

  it('may be the home folder at the beginning of a text', async () => {
    assert.equal(await bucket('~/x', { HOME: '/home/ana' }), '/home/ana/x');
    assert.equal(await bucket('${X:-~}/x', { HOME: '/home/ana' }), '/home/ana/x');
    assert.equal(await bucket('~/x', {}), `${homedir()}/x`);
  });

  it('are reported when they are not set', async () => {
    await fixture.assertProblems(changed('"000000000001"', '"${ACCOUNT}"'), [
      '21:14: environment.sandbox.account: the variable ACCOUNT is not set; set it, or write ${ACCOUNT:-default}',
    ]);
  });
});
