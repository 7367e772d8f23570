import assert from 'node:assert/strict';
import { type DeployOptions, type PlannedRelease, planRelease } from '../../../src/deploy/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import { type DeployStage, startDeployStage } from '../../support/deploy-stage.js';

describe('planRelease in an environment that is not ready', () => {
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
  });
  after(() => stage?.remove());

  async function planned(ref: string, options: Partial<DeployOptions> = {}): Promise<PlannedRelease> {
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const { connection: clients, cache } = stage;
    return await planRelease({ project, environment, ref, clients, cache, ...options });
  }

  const EVERYTHING =
    'Environment test (account 000000000000, us-east-1) is not ready, and nothing was changed:\n' +
    '  there is no DynamoDB table no-such-table, for the lock and the release log; the infrastructure makes it\n' +
    '  there is no bucket no-such-bucket; the infrastructure makes it';

  async function withoutTableAndBucket(): Promise<Partial<DeployOptions>> {
    const environment = selectEnvironment(await stage.project());
    return { environment: { ...environment, operationsTable: 'no-such-table', bucket: 'no-such-bucket' } };
  }

  it('names the missing table and everything else that is missing in one error', async () => {
    await assert.rejects(planned('main', await withoutTableAndBucket()), {
      code: 'NOT_READY',
      message: EVERYTHING,
    });
  });

  it('does so in a deploy too, which cannot take its lock', async () => {
    const options = await withoutTableAndBucket();
    await assert.rejects(stage.deploy('main', options), { code: 'NOT_READY', message: EVERYTHING });
  });

  it('names a function that is being updated, and does not wait', async () => {
    const { lambda } = stage.connection;
    lambda.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const { FunctionName } = args.input as { FunctionName?: string };
        if (FunctionName === 'test-sample-two')
          Object.assign(answer.output, { LastUpdateStatus: 'InProgress' });
        return answer;
      },
      { step: 'initialize', name: 'busy' },
    );
    try {
      await assert.rejects(planned('main'), {
        code: 'NOT_READY',
        message:
          'Environment test (account 000000000000, us-east-1) is not ready: test-sample-two is being updated by something else; try again when that is done. Nothing was changed.',
      });
    } finally {
      lambda.middlewareStack.remove('busy');
    }
  });

  it('checks nothing else when the credentials are of another account', async () => {
    const environment = { ...selectEnvironment(await stage.project()), account: '123456789012' };
    await assert.rejects(planned('main', { environment }), { code: 'WRONG_ACCOUNT' });
  });
});
