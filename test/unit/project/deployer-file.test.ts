import assert from 'node:assert/strict';
import { convertDeployerFile } from '../../../src/project/deployer-file.js';
import type { Problem } from '../../../src/project/problems.js';
import { changed, useProjectFile } from './project-file.js';

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

describe('a project file with settings of a deployer file', () => {
  const fixture = useProjectFile();

  it('reports what a deployer file of 2017 lacks', async () => {
    const text = `scm:
  type: git
  repository: git@example.com:pagarme/superbowleto.git
  ref: master
build:
  type: rocker
deploy:
  type: lambda
  project_name: superbowleto
  region: us-east-1
  s3_bucket: deploy-bucket
  package: [dist, node_modules]
environment:
  live:
    functions:
      - create-boleto
      - update-boleto
`;
    await fixture.assertProblems(text, [
      '1:1: default_environment: is missing (environment of a command that is given none; never a protected one)',
      '1:1: functions: is missing (each function by its name, with handler, memory, timeout and trigger)',
      '4:3: scm.ref: has no place here; each deploy names it: --ref master',
      '6:9: build.type: "rocker" is not known here; there is command',
      '14:3: environment.live.account: is missing (AWS account, twelve digits in quotes)',
      '14:3: environment.live.credstash: is missing (where the secrets are: { table, key })',
      '14:3: environment.live.operations_table: is missing (DynamoDB table of the lock and of the release log)',
      '14:3: environment.live.database: is missing (the database: { instance, name, user }, or { cluster, name, user })',
      '16:9: environment.live.functions[0]: there is no function create-boleto; describe it under functions',
      '17:9: environment.live.functions[1]: there is no function update-boleto; describe it under functions',
    ]);
  });

  it('reads the name and the functions from where a deployer file of 2017 has them', async () => {
    const project = await fixture.load(
      changed('service: sample\n', '').replace(
        'type: lambda,',
        'type: lambda, project_name: boletos, functions: [create-boleto],',
      ),
    );
    assert.equal(project.service, 'boletos');
    assert.deepEqual(project.environments.sandbox?.functions, ['create-boleto']);
  });

  it('prefers the settings of today over those of a deployer file', async () => {
    const project = await fixture.load(
      changed('type: lambda,', 'type: lambda, project_name: other, functions: [create-boleto],').replace(
        '    account:',
        '    functions: [register-boleto]\n    account:',
      ),
    );
    assert.equal(project.service, 'sample');
    assert.deepEqual(project.environments.sandbox?.functions, ['register-boleto']);
  });
});
