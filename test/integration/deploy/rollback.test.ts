import assert from 'node:assert/strict';
import { DeleteFunctionCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { type RollbackOptions, rollback } from '../../../src/deploy/index.js';
import { updateRelease, withLock } from '../../../src/operations/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import {
  ACCESS_DENIED,
  answering,
  type DeployStage,
  FUNCTIONS,
  isAliasMove,
  startDeployStage,
} from '../../support/deploy-stage.js';
import { aMinuteLater } from '../../support/frozen-holder.js';

describe('rollback', function () {
  this.timeout(60_000);
  let stage: DeployStage;
  const commits: string[] = [];

  before(async () => {
    stage = await startDeployStage();
    for (const text of ['one', 'two', 'three']) {
      commits.push(stage.repository.commit({ 'src/index.js': answering(text) }));
      await stage.deploy('main');
    }
  });
  after(() => stage?.remove());
  afterEach(() => {
    stage.faults = () => undefined;
  });

  const log = () => stage.releases(100);
  const sameForAll = <T>(value: T) => FUNCTIONS.map(() => value);

  async function rollBack(options: Partial<RollbackOptions> = {}) {
    const project = await stage.project();
    return await rollback({
      project,
      environment: selectEnvironment(project),
      clients: stage.connection,
      who: 'bia',
      ...options,
    });
  }
  const deployOf = async (commit: string | undefined) =>
    (await log()).find((release) => release.commit === commit && release.kind === undefined);
  /** Deploys `two`, then `three`. */
  async function restore(): Promise<void> {
    for (const commit of commits.slice(1)) await stage.deploy(commit);
    assert.deepEqual(await stage.answers(), sameForAll('three'));
  }

  it('goes back to the release before the one in service, and moves only aliases', async () => {
    const calls: string[] = [];
    stage.faults = ({ service, method, path }) => {
      if (service !== 'dynamodb' && method !== 'GET') calls.push(path.replace(/.*functions\//, ''));
      return undefined;
    };
    const result = await rollBack();
    assert.equal(result.state, 'released');
    assert.equal(result.commit, commits[1]);
    stage.faults = () => undefined;
    assert.deepEqual(await stage.answers(), sameForAll('two'));
    assert.deepEqual(
      calls.filter((path) => path !== '/').sort(),
      FUNCTIONS.map((name) => `test-sample-${name}/aliases/current`).sort(),
    );
  });

  it('changes nothing when it is run again', async () => {
    const result = await rollBack();
    assert.equal(result.state, 'unchanged');
    assert.equal(result.commit, commits[1]);
    assert.deepEqual(await stage.answers(), sameForAll('two'));
  });

  it('is recorded as a release of its own kind: by whom, to which deploy and why', async () => {
    await restore();
    const deployed = await deployOf(commits[1]);
    const { release, to } = await rollBack({ why: 'slips without a bar code' });
    assert.equal(to, deployed?.id);
    const [newest] = await log();
    assert.ok(newest);
    const { id, kind, who, why, ref, commit, state, functions } = newest;
    assert.deepEqual(
      { id, kind, who, why, ref, commit, state, to: newest.to },
      {
        id: release,
        kind: 'rollback',
        who: 'bia',
        why: 'slips without a bar code',
        ref: commits[1],
        commit: commits[1],
        state: 'released',
        to,
      },
    );
    assert.deepEqual(
      functions.map(({ name, status, version }) => [name, status, version]),
      deployed?.functions.map(({ name, version }) => [name, 'updated', version]),
    );
  });

  it('uses the order in which releases were made, whatever the clocks of their machines said', async () => {
    await stage.deploy(commits[1] ?? '', { clock: aMinuteLater });
    await stage.deploy(commits[2] ?? '');
    const { state, commit } = await rollBack();
    assert.deepEqual([state, commit], ['released', commits[1]]);
    assert.deepEqual(await stage.answers(), sameForAll('two'));
  });

  it('goes to a release that is named by its id, its short id or its commit', async () => {
    const first = await deployOf(commits[0]);
    assert.ok(first);
    for (const to of [first.id, first.id.split(' ')[1], first.commit.slice(0, 9)]) {
      await restore();
      assert.equal((await rollBack({ to })).to, first.id);
      assert.deepEqual(await stage.answers(), sameForAll('one'));
    }
  });

  it('refuses a release that is not in the log, and changes nothing', async () => {
    await restore();
    await assert.rejects(rollBack({ to: 'abcdef12' }), {
      code: 'UNKNOWN_RELEASE',
      message: 'test has no release "abcdef12" on record. See: sbw releases --env test',
      exitCode: 2,
    });
    assert.deepEqual(await stage.answers(), sameForAll('three'));
  });

  it('is refused while a deploy runs', async () => {
    await withLock({ ...stage.table, environment: 'test', operation: 'deploy', holder: 'ana' }, async () => {
      await assert.rejects(rollBack(), { code: 'LOCK_HELD', exitCode: 4 });
    });
    assert.deepEqual(await stage.answers(), sameForAll('three'));
  });

  it('moves every alias back when one cannot be moved, and completes when it is run again', async () => {
    const before = await stage.versions();
    stage.faults = (call) => (isAliasMove(call, 'four') ? ACCESS_DENIED : undefined);
    const { state, functions } = await rollBack();
    assert.equal(state, 'reverted');
    assert.deepEqual(
      functions.map(({ status }) => status),
      FUNCTIONS.map((name) => (name === 'four' ? 'failed' : 'reverted')),
    );
    assert.deepEqual(await stage.versions(), before);
    assert.equal((await log())[0]?.state, 'reverted');

    stage.faults = () => undefined;
    assert.equal((await rollBack()).commit, commits[1]);
    assert.deepEqual(await stage.answers(), sameForAll('two'));
  });

  it('does not fail when answers are lost', async () => {
    await restore();
    const lost = new Set<string>();
    stage.faults = ({ method, path }) => {
      if (method !== 'PUT' || lost.has(path)) return undefined;
      lost.add(path);
      return { type: 'lost-answer' };
    };
    assert.equal((await rollBack()).state, 'released');
    assert.equal(lost.size, FUNCTIONS.length);
    assert.deepEqual(await stage.answers(), sameForAll('two'));
  });

  it('moves everything back when it is interrupted while one alias is busy', async () => {
    await restore();
    const interruption = new AbortController();
    stage.faults = (call) => {
      if (!isAliasMove(call, 'two')) return undefined;
      interruption.abort(new Error('interrupted by the test'));
      return { type: 'error', code: 'ResourceConflictException', status: 409 };
    };
    await assert.rejects(rollBack({ signal: interruption.signal }), { message: 'interrupted by the test' });
    assert.deepEqual(await stage.answers(), sameForAll('three'));
    const [newest] = await log();
    assert.deepEqual([newest?.kind, newest?.state], ['rollback', 'interrupted']);
  });

  it('reports mixed functions, and completes when it is run again', async () => {
    await restore();
    let moves = 0;
    stage.faults = (call) => {
      if (isAliasMove(call, 'three')) return ACCESS_DENIED;
      if (!isAliasMove(call, 'one')) return undefined;
      moves += 1;
      return moves === 1 ? undefined : ACCESS_DENIED;
    };
    assert.equal((await rollBack()).state, 'mixed');
    stage.faults = () => undefined;
    const { state, commit } = await rollBack();
    assert.deepEqual([state, commit], ['released', commits[1]]);
    assert.deepEqual(await stage.answers(), sameForAll('two'));
  });

  it('undoes a deploy that ended mixed', async () => {
    await restore();
    stage.repository.commit({ 'src/index.js': answering('mixed') });
    let moves = 0;
    stage.faults = (call) => {
      if (isAliasMove(call, 'three')) return ACCESS_DENIED;
      if (!isAliasMove(call, 'one')) return undefined;
      moves += 1;
      return moves === 1 ? undefined : ACCESS_DENIED;
    };
    assert.equal((await stage.deploy('main')).state, 'mixed');
    stage.faults = () => undefined;
    assert.equal((await rollBack()).commit, commits[2]);
    assert.deepEqual(await stage.answers(), sameForAll('three'));
  });

  it('refuses a version number that has other code than the log says', async () => {
    await restore();
    const second = await deployOf(commits[1]);
    const { version, sha256 } = second?.functions[3] ?? {};
    const { lambda } = stage.connection;
    const read = new GetFunctionConfigurationCommand({
      FunctionName: 'test-sample-four',
      Qualifier: version,
    });
    assert.equal(sha256, (await lambda.send(read)).CodeSha256);
    // A function that was deleted and created again has the same numbers with other code.
    const functions = second?.functions.map((one) =>
      one.name === 'four' ? { ...one, sha256: 'b3RoZXI=' } : one,
    );
    assert.ok(second && functions);
    await updateRelease(stage.table, second, { functions });
    await assert.rejects(rollBack({ to: second.id }), {
      code: 'VERSION_GONE',
      message:
        `test cannot be rolled back to ${second.ref} of ${second.startedAt}: version ${version} of test-sample-four is other ` +
        `code than the release brought: SHA-256 ${sha256}, not b3RoZXI=. Nothing was changed. Deploy the commit in its ` +
        `place: sbw deploy --env test --ref ${commits[1]}`,
    });
    assert.deepEqual(await stage.answers(), sameForAll('three'));
  });

  it('names every version that is gone, and moves nothing', async () => {
    await restore();
    const first = await deployOf(commits[0]);
    for (const name of ['two', 'five']) {
      const command = { FunctionName: `test-sample-${name}`, Qualifier: '2' };
      await stage.connection.lambda.send(new DeleteFunctionCommand(command));
    }
    await assert.rejects(rollBack({ to: commits[0] }), {
      code: 'VERSION_GONE',
      message:
        `test cannot be rolled back to main of ${first?.startedAt}: version 2 of test-sample-two is gone: deleted, or ` +
        `pruned; version 2 of test-sample-five is gone: deleted, or pruned. Nothing was changed. Deploy the commit in its place: sbw deploy --env test --ref ${commits[0]}`,
    });
    assert.deepEqual(await stage.answers(), sameForAll('three'));
  });
});

describe('rollback before a second release', () => {
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
  });
  after(() => stage?.remove());

  it('says that there is no earlier release', async () => {
    const project = await stage.project();
    const options = { project, environment: selectEnvironment(project), clients: stage.connection };
    await assert.rejects(rollback(options), { code: 'NO_EARLIER_RELEASE' });
    await stage.deploy('main');
    await assert.rejects(rollback(options), {
      code: 'NO_EARLIER_RELEASE',
      message:
        'There is nothing to roll back to: main is the first release on record. Nothing was changed. An earlier commit is brought into service by sbw deploy.',
    });
  });
});
