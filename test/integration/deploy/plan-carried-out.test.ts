import assert from 'node:assert/strict';
import { type PlannedRelease, planRelease } from '../../../src/deploy/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import {
  answering,
  type DeployStage,
  FUNCTIONS,
  projectFile,
  startDeployStage,
} from '../../support/deploy-stage.js';

describe('a plan that is carried out', () => {
  let stage: DeployStage;
  let first: string;

  before(async () => {
    stage = await startDeployStage();
    first = stage.repository.git('rev-parse', 'HEAD');
    await stage.deploy('main');
  });
  after(() => stage?.remove());

  async function planned(ref: string): Promise<PlannedRelease> {
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const { connection: clients, cache } = stage;
    return await planRelease({ project, environment, ref, clients, cache });
  }

  it('deploys the planned commit without another build, although the branch has moved', async () => {
    const commit = stage.repository.commit({ 'src/index.js': answering('agreed') }, 'Answer agreed');
    const agreed = await planned('main');
    stage.repository.commit({ 'src/index.js': answering('later') }, 'Answer later');
    const result = await stage.deploy('main', { planned: agreed });
    assert.equal(result.commit, commit);
    assert.equal(result.state, 'released');
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => 'agreed'),
    );
    assert.ok(!stage.reported.some((line) => line.startsWith('Building')));
  });

  it('is refused when something else was released in between', async () => {
    const agreed = await planned('main');
    await stage.deploy(first);
    const before = await stage.versions();
    await assert.rejects(stage.deploy('main', { planned: agreed }), {
      code: 'PLAN_OUTDATED',
      message:
        'Since the plan was made something else has changed one, two, three, four, five, six in test. Nothing was changed; deploy again, with a new plan.',
    });
    assert.deepEqual(await stage.versions(), before);
  });

  it('is refused when it would change something else, although the same version is in service', async () => {
    const agreed = await planned('main');
    const file = projectFile(stage.home).replace(
      'one: { handler: index.handler, memory: 128',
      'one: { handler: index.handler, memory: 512',
    );
    stage.repository.write({ 'superbowleto.yml': file });
    try {
      await assert.rejects(stage.deploy('main', { planned: agreed }), {
        code: 'PLAN_OUTDATED',
        message:
          'Since the plan was made something else has changed one in test. Nothing was changed; deploy again, with a new plan.',
      });
    } finally {
      stage.repository.git('checkout', '--quiet', '--', 'superbowleto.yml');
    }
  });
});
