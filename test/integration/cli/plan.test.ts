import assert from 'node:assert/strict';
import Deploy from '../../../src/commands/deploy/index.js';
import Plan from '../../../src/commands/plan/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';
import { GitRepository } from '../../support/git-repository.js';
import { type CommandOutcome, runCommand } from '../../support/run-command.js';

/** `sbw plan` and `sbw deploy --dry-run` as a person types them. */
describe('sbw plan', () => {
  let place: DeployStage;

  before(async () => {
    place = await startDeployStage();
    await place.deploy('main');
  });
  after(async () => {
    await place?.remove();
  });

  function sbw(name: 'plan' | 'deploy', ...args: string[]): Promise<CommandOutcome> {
    const options = { cwd: place.repository.folder, env: { SBW_CACHE: place.cache } };
    return runCommand(name === 'plan' ? Plan : Deploy, args, options);
  }
  const short = (ref: string) => place.repository.git('rev-parse', ref).slice(0, 12);

  it('says that nothing would change, and ends with 0', async () => {
    const commit = place.repository.git('rev-parse', 'main');
    const { stdout, code } = await sbw('plan', '--ref', 'main', '--exit-code');
    const rows = FUNCTIONS.map((name) => `  ${name.padEnd(5)}  unchanged  version 2  ${short('main')}`);
    assert.equal(
      stdout,
      [`main (commit ${commit}) is in service in test already; nothing would be changed.`, ...rows, ''].join(
        '\n',
      ),
    );
    assert.equal(code, 0);
  });

  it('says what would change, and ends with 2 with --exit-code', async () => {
    const live = short('main');
    place.repository.commit({ 'src/index.js': answering('second') }, 'Answer second');
    const commit = place.repository.git('rev-parse', 'main');
    const { stdout, code } = await sbw('plan', '--exit-code');
    const rows = FUNCTIONS.map((name) => `  ${name.padEnd(5)}  update  version 2  ${live}  code`);
    const date = place.repository.git('log', '-1', '--format=%cI').slice(0, 10);
    assert.equal(
      stdout,
      [
        `HEAD (commit ${commit}) would change 6 of 6 functions in test:`,
        ...rows,
        '',
        `1 commit would come into service since ${live}:`,
        `  ${short('main')}  ${date}  Tester  Answer second`,
        '',
      ].join('\n'),
    );
    assert.equal(code, 2);
    assert.equal((await sbw('plan')).code, 0);
  });

  it('never ends with 2 because of an error', async () => {
    assert.equal((await sbw('plan', '--ref', 'no-such-branch')).code, 2);
    assert.equal((await sbw('plan', '--ref', 'no-such-branch', '--exit-code')).code, 1);
    assert.equal((await sbw('plan', '--no-such-flag', '--exit-code')).code, 1);
  });

  it('prints the same JSON as the dry run of a deploy, which changes nothing', async () => {
    const before = await place.versions();
    const [plan, dryRun] = await Promise.all([
      sbw('plan', '--json'),
      sbw('deploy', '--env', 'test', '--ref', 'HEAD', '--dry-run', '--json'),
    ]);
    assert.equal(dryRun.code, 0);
    assert.equal(JSON.parse(plan.stdout).changes, true);
    assert.deepEqual(JSON.parse(dryRun.stdout), JSON.parse(plan.stdout));
    assert.deepEqual(await place.versions(), before);
  });

  it('reads the commit from another repository with --source', async () => {
    const fork = new GitRepository();
    try {
      fork.git('pull', '--quiet', place.repository.folder, 'main');
      const commit = fork.commit({ 'src/index.js': answering('forked') });
      const { stdout, stderr } = await sbw('plan', '--source', fork.folder, '--json');
      assert.equal(JSON.parse(stdout).commit, commit, stderr);
    } finally {
      fork.remove();
    }
  });
});
