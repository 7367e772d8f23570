import assert from 'node:assert/strict';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';

describe('a function of the local stage', () => {
  let stage: LambdaStage;
  before(async () => {
    stage = await startLambda();
  });
  after(() => stage.stop());

  it('answers what its handler returns', async () => {
    await stage.create('echo', 'exports.handler = async (event) => ({ got: event });');
    const { payload, error, version } = await stage.invoke('echo', { a: 1 });
    assert.deepEqual(payload, { got: { a: 1 } });
    assert.equal(error, undefined);
    assert.equal(version, '$LATEST');
  });
});
