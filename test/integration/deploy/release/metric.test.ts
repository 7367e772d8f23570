import assert from 'node:assert/strict';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { rollback } from '../../../../src/deploy/index.js';
import { selectEnvironment } from '../../../../src/project/index.js';
import { answering, type DeployStage, startDeployStage } from '../../../support/deploy-stage.js';

const FUNCTIONS = ['one', 'two'];

/** An alarm on this metric reaches people who did not run the command. */
describe('the metric DeployFailed', function () {
  this.timeout(60_000);
  let stage: DeployStage;
  let written = { failed: 0, ended: 0 };

  before(async () => {
    stage = await startDeployStage({ functions: FUNCTIONS, smoke: false });
  });
  after(() => stage?.remove());
  afterEach(() => {
    stage.faults = () => undefined;
  });

  /** Returns how many ends were written since the last call, and how many of them were failures. */
  async function newlyWritten(): Promise<typeof written> {
    const before = written;
    const [failed, ended] = await Promise.all([sumOf('Sum'), sumOf('SampleCount')]);
    written = { failed, ended };
    return { failed: failed - before.failed, ended: ended - before.ended };
  }

  async function sumOf(Stat: string): Promise<number> {
    const Dimensions = [{ Name: 'environment', Value: 'test' }];
    const Metric = { Namespace: 'superbowleto', MetricName: 'DeployFailed', Dimensions };
    const answer = await stage.connection.cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: 'failed', MetricStat: { Metric, Period: 60, Stat } }],
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
      }),
    );
    return (answer.MetricDataResults?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
  }

  it('is 0 when every function serves the commit, and when nothing had to change', async () => {
    assert.equal((await stage.deploy('main')).state, 'released');
    assert.deepEqual(await newlyWritten(), { failed: 0, ended: 1 });
    assert.equal((await stage.deploy('main')).state, 'unchanged');
    assert.deepEqual(await newlyWritten(), { failed: 0, ended: 1 });
  });

  it('is 1 when a function cannot be updated', async () => {
    stage.repository.commit({ 'src/index.js': answering('second') });
    stage.faults = ({ method, path }) =>
      method === 'PUT' && path.endsWith('/functions/test-sample-two/code')
        ? { type: 'error', code: 'AccessDeniedException', status: 403 }
        : undefined;
    assert.equal((await stage.deploy('main')).state, 'failed');
    assert.deepEqual(await newlyWritten(), { failed: 1, ended: 1 });
  });

  it('is 1 when the deploy is interrupted', async () => {
    const interruption = new AbortController();
    stage.faults = ({ method, path }) => {
      if (method === 'PUT' && path.endsWith('/code')) interruption.abort(new Error('interrupted'));
      return undefined;
    };
    await assert.rejects(stage.deploy('main', { signal: interruption.signal }), { message: 'interrupted' });
    assert.deepEqual(await newlyWritten(), { failed: 1, ended: 1 });
  });

  it('is written for a rollback too', async () => {
    await stage.deploy('main');
    await newlyWritten();
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const { state } = await rollback({ project, environment, clients: stage.connection });
    assert.equal(state, 'released');
    assert.deepEqual(await newlyWritten(), { failed: 0, ended: 1 });
  });

  it('does not fail the deploy when CloudWatch refuses it: that is a warning', async () => {
    stage.faults = ({ operation }) =>
      operation === 'PutMetricData' ? { type: 'error', code: 'AccessDenied', status: 403 } : undefined;
    assert.equal((await stage.deploy('main')).state, 'released');
    assert.deepEqual(await newlyWritten(), { failed: 0, ended: 0 });
    const warnings = stage.reported.filter((line) => line.startsWith('Warning: '));
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? '',
      /^Warning: CloudWatch was not told that this ended as released, so that no alarm knows: AccessDenied: /,
    );
  });
});
