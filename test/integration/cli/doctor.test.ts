import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import Doctor from '../../../src/commands/doctor/index.js';
import Init from '../../../src/commands/init/index.js';
import type { Diagnosis } from '../../../src/doctor/index.js';
import { type DeployStage, startDeployStage } from '../../support/deploy-stage.js';
import { type CommandOutcome, runCommand } from '../../support/run-command.js';

const REPOSITORY = fileURLToPath(new URL('../../../superbowleto.yml', import.meta.url));

describe('sbw doctor and sbw init', function () {
  this.timeout(120_000);
  let place: DeployStage;

  before(async () => {
    place = await startDeployStage({ functions: ['one'], smoke: false });
  });
  after(async () => {
    await place?.remove();
  });

  function sbw(name: 'doctor' | 'init', args: string[], input = ''): Promise<CommandOutcome> {
    const options = { cwd: place.repository.folder, env: { SBW_HOME: place.stage.home }, input };
    return runCommand(name === 'doctor' ? Doctor : Init, args, options);
  }

  it('ends with 1 when something is wrong, and names each fault with its fix', async () => {
    const { code, stdout, stderr } = await sbw('doctor', []);
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout, /^credentials {2}well\n/);
    assert.match(stdout, /\n {2}alias\/secrets is not there\.\n {4}Way out: terraform apply in /);
    assert.match(stdout, /\n\d+ findings in test\.\n$/);
  });

  it('prints one document with --json, with the same exit code', async () => {
    const { code, stdout } = await sbw('doctor', ['--json']);
    const diagnosis = JSON.parse(stdout) as Diagnosis;
    assert.deepEqual([code, diagnosis.environment, diagnosis.well], [1, 'test', false]);
    assert.equal(diagnosis.checks.length, 16);
  });

  it('writes the project file from the outputs of Terraform', async () => {
    const { service, build, deploy, functions, queues, environment } = parse(
      readFileSync(REPOSITORY, 'utf8'),
    );
    const { account: _, ...sandbox } = environment.sandbox;
    const outputs = {
      name: { value: 'sandbox' },
      environment: { value: { account: '222222222222', ...sandbox } },
      project: { value: { service, build, deploy, functions, queues } },
    };
    const { code, stdout } = await sbw('init', ['--file', 'made.yml'], JSON.stringify(outputs));
    assert.equal(code, 0);
    assert.equal(stdout, 'Made made.yml with sandbox and local.\nNext: sbw doctor --env sandbox\n');
    rmSync(join(place.repository.folder, 'made.yml'));
  });

  it('refuses other input with exit code 2', async () => {
    writeFileSync(join(place.stage.home, 'wrong.json'), '{"bucket":{"value":"state"}}');
    const file = join(place.stage.home, 'wrong.json');
    const { code, stdout, stderr } = await sbw('init', ['--file', 'made.yml', '--outputs', file]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^Error: What was given lacks name, environment, project/);
    assert.equal(existsSync(join(place.repository.folder, 'made.yml')), false);
  });
});
