import assert from 'node:assert/strict';
import {
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { type Plan, planRelease } from '../../../src/deploy/index.js';
import type { Call } from '../../../src/local/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import {
  answering,
  type DeployStage,
  FUNCTIONS,
  projectFile,
  startDeployStage,
} from '../../support/deploy-stage.js';

describe('planRelease', () => {
  let stage: DeployStage;
  let first: string;

  before(async () => {
    stage = await startDeployStage();
    first = stage.repository.git('rev-parse', 'HEAD');
  });
  after(() => stage?.remove());
  afterEach(() => {
    stage.faults = () => undefined;
  });

  async function plan(ref: string): Promise<Plan> {
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const { connection: clients, cache } = stage;
    return (await planRelease({ project, environment, ref, clients, cache })).plan;
  }
  const reasons = ({ functions }: Plan) => functions.map((one) => one.reasons.join());
  const sameForAll = <T>(value: T) => FUNCTIONS.map(() => value);

  /** Deploys, and checks that each function changes as the plan says. */
  async function assertCarriedOut({ functions }: Plan, ref: string): Promise<void> {
    const outcome = await stage.deploy(ref);
    assert.deepEqual(
      functions.map(({ name, change }) => [name, change === 'update' ? 'updated' : 'unchanged']),
      outcome.functions.map(({ name, status }) => [name, status]),
    );
  }

  it('plans new code for every function before the first deploy, and warns that the old code is unknown', async () => {
    const answer = await plan('main');
    assert.deepEqual(answer, {
      environment: 'test',
      ref: 'main',
      commit: first,
      changes: true,
      functions: FUNCTIONS.map((name) => ({
        name,
        deployedName: `test-sample-${name}`,
        change: 'update',
        version: '1',
        commit: null,
        reasons: ['code'],
      })),
      ranges: [],
      migrations: null,
      warnings: [
        'No deploy of sbw made what serves in one, two, three, four, five, six; what will go out of service is not known.',
      ],
    });
    await assertCarriedOut(answer, 'main');
  });

  it('only reads', async () => {
    stage.repository.commit({ 'src/index.js': answering('never stored') }, 'Never stored');
    const calls: Call[] = [];
    stage.faults = (call) => {
      calls.push(call);
      return undefined;
    };
    assert.equal((await plan('main')).changes, true);
    stage.repository.git('reset', '--quiet', '--hard', first);
    const made = new Set(calls.map(({ service, method, operation }) => `${service} ${operation || method}`));
    assert.deepEqual([...made].sort(), EXPECTED_CALLS);
  });
  const EXPECTED_CALLS = ['dynamodb Query', 'lambda GET', 's3 HEAD', 'sts GetCallerIdentity'];

  it('plans no change for the commit in service', async () => {
    const answer = await plan('main');
    assert.equal(answer.changes, false);
    assert.deepEqual(
      answer.functions.map(({ change, version, commit }) => ({ change, version, commit })),
      sameForAll({ change: 'none', version: '2', commit: first }),
    );
    assert.deepEqual(
      answer.ranges.map(({ relation }) => relation),
      ['same'],
    );
    assert.deepEqual(answer.warnings, []);
    await assertCarriedOut(answer, 'main');
  });

  it('lists the commits that would come into service, newest first', async () => {
    const second = stage.repository.commit({ 'README.md': 'two' }, 'Say more\n\nAt length.');
    const third = stage.repository.commit({ 'src/index.js': answering('third') }, 'Answer third');
    const answer = await plan('main');
    const [range] = answer.ranges;
    assert.ok(range);
    assert.deepEqual(
      range.commits.map(({ date, ...rest }) => rest),
      [
        { commit: third, author: 'Tester', subject: 'Answer third' },
        { commit: second, author: 'Tester', subject: 'Say more' },
      ],
    );
    assert.deepEqual(
      { from: range.from, relation: range.relation, ahead: range.ahead, behind: range.behind },
      { from: first, relation: 'ahead', ahead: 2, behind: 0 },
    );
    assert.deepEqual(range.functions, FUNCTIONS);
    await assertCarriedOut(answer, 'main');
  });

  it('warns when the commit is older than the one in service, and lists the commits that would go', async () => {
    const answer = await plan(first);
    const live = stage.repository.git('rev-parse', 'main');
    assert.deepEqual(answer.warnings, [
      `${first} is older: 2 commits behind ${live.slice(0, 12)}, which is in service.`,
    ]);
    assert.deepEqual(
      answer.ranges.map(({ relation, commits, dropped }) => [
        relation,
        commits,
        dropped.map(({ subject }) => subject),
      ]),
      [['behind', [], ['Answer third', 'Say more']]],
    );
  });

  it('warns when the branch has diverged from the commit in service', async () => {
    stage.repository.git('checkout', '--quiet', '-b', 'other', first);
    stage.repository.commit({ 'src/index.js': answering('other') }, 'Answer other');
    const answer = await plan('other');
    const live = stage.repository.git('rev-parse', 'main').slice(0, 12);
    assert.deepEqual(answer.warnings, [
      `other has diverged: it lacks 2 commits of ${live}, which is in service, and has 1 commit of its own.`,
    ]);
    await assertCarriedOut(answer, 'other');
  });

  it('warns when the repository does not have the commit in service', async () => {
    const live = stage.repository.git('rev-parse', 'other');
    stage.repository.git('checkout', '--quiet', 'main');
    stage.repository.git('branch', '--quiet', '-D', 'other');
    stage.repository.git('reflog', 'expire', '--expire=now', '--all');
    stage.repository.git('gc', '--quiet', '--prune=now');
    const answer = await plan('main');
    assert.deepEqual(answer.warnings, [
      `The repository does not have ${live.slice(0, 12)}, which is in service: what lies between is not known.`,
    ]);
    assert.deepEqual(
      answer.ranges.map(({ relation }) => relation),
      ['unknown'],
    );
    await assertCarriedOut(answer, 'main');
  });

  it('removes control characters from commit messages', async () => {
    stage.repository.commit({ 'README.md': 'three' }, 'Red \u001b[31malert\u001b[0m');
    const [range] = (await plan('main')).ranges;
    assert.equal(range?.commits[0]?.subject, 'Red [31malert[0m');
  });

  it('says what the project file and the infrastructure change in which function', async () => {
    const { lambda } = stage.connection;
    const file = projectFile(stage.home).replace(
      'one: { handler: index.handler, memory: 128, timeout: 3',
      'one: { handler: index.handler, memory: 256, timeout: 5',
    );
    stage.repository.write({ 'superbowleto.yml': file });
    const Environment = { Variables: { SECRET: 'a value that nobody may see' } };
    await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'test-sample-two', Environment }),
    );
    await waitUntilFunctionUpdatedV2(
      { client: lambda, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 },
      { FunctionName: 'test-sample-two' },
    );
    const answer = await plan('main');
    assert.deepEqual(reasons(answer), [
      'memory 128 MiB -> 256 MiB,timeout 3 s -> 5 s',
      'environment variables',
      '',
      '',
      '',
      '',
    ]);
    assert.doesNotMatch(JSON.stringify(answer), /SECRET|nobody may see/);
    await assertCarriedOut(answer, 'main');
  });

  it('expects a new version of the same code when Lambda published other code after it', async () => {
    const { lambda } = stage.connection;
    const [version] = await stage.versions();
    stage.repository.commit({ 'src/index.js': answering('taken back') }, 'Answer what is taken back');
    await stage.deploy('main');
    await lambda.send(
      new UpdateAliasCommand({ FunctionName: 'test-sample-one', Name: 'current', FunctionVersion: version }),
    );
    const earlier = stage.repository.git('rev-parse', 'main~1');
    const answer = await plan(earlier);
    assert.deepEqual(reasons(answer), ['the same code as a new version', ...Array(5).fill('code')]);
    await assertCarriedOut(answer, earlier);
  });
});
