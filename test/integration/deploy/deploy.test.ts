import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';

describe('deploy', () => {
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
  });
  after(() => stage?.remove());

  const sameForAll = <T>(value: T) => FUNCTIONS.map(() => value);

  it('brings a commit into service in every function', async () => {
    const commit = stage.repository.git('rev-parse', 'HEAD');
    const result = await stage.deploy('main');
    assert.equal(result.state, 'released');
    assert.equal(result.commit, commit);
    assert.deepEqual(
      result.functions,
      FUNCTIONS.map((name) => ({
        name,
        deployedName: `test-sample-${name}`,
        status: 'updated',
        version: '2',
        sha256: result.artifact.sha256,
        previous: '1',
      })),
    );
    assert.deepEqual(await stage.answers(), sameForAll('first'));
    assert.deepEqual(await stage.versions(), sameForAll('2'));
  });

  it('describes the version by its commit, and sets the memory and timeout of the project file', async () => {
    const { lambda } = stage.connection;
    const command = new GetFunctionConfigurationCommand({
      FunctionName: 'test-sample-one',
      Qualifier: 'current',
    });
    const { Description, MemorySize, Timeout } = await lambda.send(command);
    const commit = stage.repository.git('rev-parse', 'HEAD');
    assert.deepEqual(
      { Description, MemorySize, Timeout },
      { Description: commit, MemorySize: 128, Timeout: 3 },
    );
  });

  it('changes nothing when the same commit is deployed again', async () => {
    const result = await stage.deploy('main');
    assert.equal(result.state, 'unchanged');
    assert.deepEqual(
      result.functions.map(({ status }) => status),
      sameForAll('unchanged'),
    );
    assert.deepEqual(await stage.versions(), sameForAll('2'));
  });

  it('changes nothing when another commit has the same content', async () => {
    const commit = stage.repository.commit({ 'README.md': 'not shipped' });
    const result = await stage.deploy('HEAD');
    assert.equal(result.commit, commit);
    assert.equal(result.state, 'unchanged');
  });

  it('accepts a tag, a short and a full commit id', async () => {
    const commit = stage.repository.commit({ 'src/index.js': answering('second') });
    stage.repository.git('tag', '-a', 'v2', '-m', 'second');
    assert.equal((await stage.deploy('v2')).commit, commit);
    assert.deepEqual(await stage.answers(), sameForAll('second'));
    assert.equal((await stage.deploy(commit.slice(0, 9))).state, 'unchanged');
    assert.equal((await stage.deploy(commit)).state, 'unchanged');
  });

  it('deploys only what is committed', async () => {
    stage.repository.write({ 'src/index.js': answering('dirty'), 'src/extra.js': 'dirty' });
    stage.repository.git('add', 'src/extra.js');
    try {
      const result = await stage.deploy('HEAD');
      assert.equal(result.state, 'unchanged');
      assert.deepEqual(await stage.answers(), sameForAll('second'));
    } finally {
      stage.repository.git('reset', '--quiet', '--hard');
    }
  });

  it('deploys an earlier commit from the artifact that is stored already', async () => {
    const before = await stage.connection.s3.send(new ListObjectsV2Command({ Bucket: 'artifacts' }));
    const result = await stage.deploy(stage.repository.git('rev-list', '--max-parents=0', 'HEAD'));
    assert.equal(result.state, 'released');
    assert.deepEqual(await stage.answers(), sameForAll('first'));
    const after = await stage.connection.s3.send(new ListObjectsV2Command({ Bucket: 'artifacts' }));
    assert.equal(after.KeyCount, before.KeyCount);
  });

  it('records who released what, and when', async () => {
    const result = await stage.deploy('v2');
    const [release] = await stage.releases(1);
    assert.ok(release);
    assert.deepEqual(
      { id: release.id, who: release.who, ref: release.ref, commit: release.commit, state: release.state },
      { id: result.release, who: 'tester', ref: 'v2', commit: result.commit, state: 'released' },
    );
    assert.deepEqual(release.artifact, { bucket: 'artifacts', key: result.artifact.key });
    assert.deepEqual(
      release.functions.map(({ name, status }) => [name, status]),
      FUNCTIONS.map((name) => [name, 'updated']),
    );
    assert.ok(release.finishedAt && release.finishedAt >= release.startedAt);
  });

  it('leaves no work folder behind', () => {
    assert.ok(existsSync(stage.cache));
    assert.deepEqual(readdirSync(join(stage.cache, 'work')), []);
  });
});
