import assert from 'node:assert/strict';
import { convertDeployerFile } from '../../../src/project/deployer-file.js';
import type { Problem } from '../../../src/project/problems.js';

describe('convertDeployerFile', () => {
  function convert(document: unknown) {
    const problems: Problem[] = [];
    return { converted: convertDeployerFile(document, problems), problems };
  }

  it('moves the name and the functions, and reports the ref', () => {
    const document = {
      scm: { type: 'git', ref: 'master' },
      deploy: { type: 'lambda', project_name: 'boletos', functions: ['a'] },
      environment: { live: { account: '1' }, sandbox: null, local: { functions: ['b'] }, wrong: 'text' },
    };
    assert.deepEqual(convert(document), {
      converted: {
        service: 'boletos',
        scm: { type: 'git' },
        deploy: { type: 'lambda' },
        environment: {
          live: { functions: ['a'], account: '1' },
          sandbox: { functions: ['a'] },
          local: { functions: ['b'] },
          wrong: 'text',
        },
      },
      problems: [
        {
          path: ['scm', 'ref'],
          text: 'has no place here; each deploy names it: --ref master',
          atKey: true,
        },
      ],
    });
  });

  for (const document of [
    null,
    'text',
    ['list'],
    {},
    { deploy: 'text' },
    { service: 'a', deploy: { type: 'lambda' }, environment: { live: {} } },
    { deploy: {}, scm: 'text', environment: ['list'] },
    { deploy: {}, scm: null },
  ]) {
    it(`leaves ${JSON.stringify(document)}`, () => {
      assert.deepEqual(convert(document), { converted: document, problems: [] });
    });
  }

  it('leaves an environment that is no map', () => {
    assert.deepEqual(convert({ deploy: { functions: ['a'] }, environment: ['live'] }).converted, {
      deploy: {},
      environment: ['live'],
    });
  });
});
