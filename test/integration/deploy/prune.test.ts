import assert from 'node:assert/strict';
import {
  CreateAliasCommand,
  GetAliasCommand,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { describePrune, type PruneOptions, prune } from '../../../src/deploy/index.js';
import { withLock } from '../../../src/operations/index.js';
import { type Project, selectEnvironment } from '../../../src/project/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';

describe('prune', () => {
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
    // Versions 2 to 6 of each function. The infrastructure made version 1.
    for (const text of ['a', 'b', 'c', 'd', 'e']) await release(text);
    const { s3, lambda } = stage.connection;
    await s3.send(new PutObjectCommand({ Bucket: 'artifacts', Key: 'sample/notes.txt', Body: 'mine' }));
    // An alias that sbw does not know, with a share of its calls.
    const theirs = { FunctionName: 'test-sample-one', Name: 'theirs', FunctionVersion: '2' };
    await lambda.send(
      new CreateAliasCommand({ ...theirs, RoutingConfig: { AdditionalVersionWeights: { '3': 0.1 } } }),
    );
  });
  after(() => stage?.remove());

  async function release(text: string, options = {}) {
    stage.repository.commit({ 'src/index.js': answering(text) });
    return await stage.deploy('main', options);
  }
  async function run(options: Partial<PruneOptions>) {
    const project = await stage.project();
    const environment = selectEnvironment(project);
    return await prune({
      project,
      environment,
      clients: stage.connection,
      keep: 2,
      who: 'tester',
      ...options,
    });
  }
  async function versions(name: string): Promise<(string | undefined)[]> {
    const command = new ListVersionsByFunctionCommand({ FunctionName: `test-sample-${name}` });
    const { Versions = [] } = await stage.connection.lambda.send(command);
    return Versions.map(({ Version }) => Version);
  }
  async function keys(): Promise<(string | undefined)[]> {
    const { Contents = [] } = await stage.connection.s3.send(
      new ListObjectsV2Command({ Bucket: 'artifacts' }),
    );
    return Contents.map(({ Key }) => Key);
  }
  const all = ['$LATEST', '1', '2', '3', '4', '5', '6'];

  it('refuses to keep fewer than two releases', async () => {
    await assert.rejects(run({ keep: 1 }), {
      code: 'KEEP_TOO_FEW',
      exitCode: 2,
      message: 'Keep 2 releases at least, not 1: the one in service, and the one that a rollback goes to.',
    });
  });

  it('deletes nothing when the log has fewer releases', async () => {
    const result = await run({ keep: 6 });
    assert.equal(
      describePrune(result),
      'test has 5 complete releases on record that differ, so that all of them stay.\n' +
        'There is nothing of test that the newest 6 releases do not use.',
    );
    assert.deepEqual(await versions('one'), all);
  });

  it('lists what it would delete in a dry run, and deletes nothing', async () => {
    const { versions: listed, artifacts } = await run({ keep: 4, dryRun: true });
    assert.deepEqual(
      listed,
      FUNCTIONS.flatMap((name) =>
        (name === 'one' ? ['1'] : ['1', '2']).map((version) => ({ name, version, status: 'to-delete' })),
      ),
    );
    assert.equal(artifacts.length, 1);
    assert.deepEqual(await versions('one'), all);
    assert.equal((await keys()).length, 6);
  });

  it('is refused while a deploy runs', async () => {
    const lock = {
      ...stage.table,
      environment: 'test',
      operation: 'deploy',
      holder: 'ana',
      what: 'main',
    } as const;
    await withLock(lock, () => assert.rejects(run({}), { code: 'LOCK_HELD', exitCode: 4 }));
    assert.deepEqual(await versions('one'), all);
  });

  it('reports what could not be deleted, and deletes the rest', async () => {
    stage.faults = ({ method, path }) =>
      method === 'DELETE' && path.endsWith('test-sample-two')
        ? { type: 'error', code: 'AccessDeniedException', status: 403 }
        : undefined;
    const result = await run({ keep: 4 });
    stage.faults = () => undefined;
    const failed = result.versions.filter(({ status }) => status === 'failed');
    assert.deepEqual(
      failed.map(({ name, version }) => `${name} ${version}`),
      ['two 1', 'two 2'],
    );
    assert.match(failed[0]?.reason ?? '', /^AccessDeniedException: /);
    assert.deepEqual(await versions('three'), ['$LATEST', '3', '4', '5', '6']);
  });

  it('deletes what the newest releases do not use, except what any alias serves', async () => {
    const log = await stage.releases();
    const result = await run({});
    assert.deepEqual(await versions('two'), ['$LATEST', '5', '6']);
    assert.deepEqual(await versions('one'), ['$LATEST', '2', '3', '5', '6']);
    const kept = log.slice(0, 2).map(({ artifact }) => artifact?.key);
    assert.deepEqual((await keys()).sort(), [...kept, 'sample/notes.txt'].sort());
    assert.match(
      describePrune(result),
      /^deleted {2}version 4 of one\n[\s\S]*\nDeleted 15 of 15 of test that the newest 2 releases do not use\.$/,
    );
    assert.deepEqual((await run({})).versions, []);
  });

  it('keeps the artifacts in a bucket that another environment uses too', async () => {
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const both: Project = {
      ...project,
      environments: { test: environment, other: { ...environment, name: 'other' } },
    };
    await release('f');
    const before = await keys();
    const { notes, artifacts } = await run({ project: both });
    assert.deepEqual(notes, ['Bucket artifacts is also that of other: all artifacts stay.']);
    assert.deepEqual([artifacts, await keys()], [[], before]);
  });

  it('shares no bucket with an environment of another account, or with another bucket', async () => {
    const project = await stage.project();
    const environment = selectEnvironment(project);
    for (const different of [{ account: '123456789012' }, { bucket: 'others' }]) {
      const other = { ...environment, name: 'other', ...different };
      const both: Project = { ...project, environments: { test: environment, other } };
      const { notes, artifacts } = await run({ project: both, dryRun: true });
      assert.deepEqual([notes, artifacts.length], [[], 1]);
    }
  });

  describe('after a deploy, when the project file says how many releases to keep', () => {
    async function keeping(): Promise<Project> {
      const project = await stage.project();
      return { ...project, deploy: { ...project.deploy, keep: 2 } };
    }

    it('deletes what older releases used', async () => {
      await release('g', { project: await keeping() });
      assert.deepEqual(await versions('two'), ['$LATEST', '7', '8']);
      assert.match(
        stage.reported.at(-1) ?? '',
        /^Pruned 6 versions and \d+ artifacts? that the newest 2 releases do not use$/,
      );
    });

    it('warns when it fails, and the deploy succeeds', async () => {
      stage.faults = ({ path }) =>
        path.includes('/aliases') && path.endsWith('/aliases')
          ? { type: 'error', code: 'AccessDeniedException', status: 403 }
          : undefined;
      const { state } = await release('h', { project: await keeping() });
      stage.faults = () => undefined;
      assert.equal(state, 'released');
      assert.match(
        stage.reported.at(-1) ?? '',
        /^Warning: of what the newest 2 releases do not use 6 could not be pruned: AccessDeniedException: /,
      );
    });

    it('deletes nothing after a deploy that changed nothing', async () => {
      const before = await versions('two');
      const { state } = await stage.deploy('main', { project: await keeping() });
      assert.equal(state, 'unchanged');
      assert.deepEqual(await versions('two'), before);
    });

    it('keeps a version that gets a share of the calls', async () => {
      const FunctionName = 'test-sample-three';
      const { lambda } = stage.connection;
      const { FunctionVersion } = await lambda.send(new GetAliasCommand({ FunctionName, Name: 'current' }));
      const weighted = { AdditionalVersionWeights: { '7': 0.2 } };
      await lambda.send(
        new UpdateAliasCommand({ FunctionName, Name: 'current', FunctionVersion, RoutingConfig: weighted }),
      );
      await run({});
      assert.deepEqual(await versions('three'), ['$LATEST', '7', '8', '9']);
      assert.deepEqual(await versions('two'), ['$LATEST', '8', '9']);
    });
  });
});
