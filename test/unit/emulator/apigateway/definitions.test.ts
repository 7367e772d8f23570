import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiDefinition, ApiGatewayService } from '../../../../src/emulator/apigateway/index.js';
import { type CallableService, callable } from '../../../support/call-service.js';

const API: ApiDefinition = {
  name: 'service',
  stage: 'local',
  routes: [{ method: 'POST', path: '/orders', functionName: 'f:current' }],
  apiKeys: [],
};

describe('the definitions of ApiGatewayService', () => {
  let gateway: CallableService<ApiGatewayService>;

  beforeEach(async () => {
    const unused = async () => assert.fail('No function should be called');
    const functions = { invoke: unused, enqueue: unused };
    gateway = await callable((context) => new ApiGatewayService(context, { functions }));
  });
  afterEach(() => gateway.close());

  it('replace one of the same name', () => {
    gateway.service.define(API);
    gateway.service.define({ ...API, routes: [] });
    assert.deepEqual(gateway.service.definitions(), [{ ...API, routes: [] }]);
  });

  it('cannot share a stage', () => {
    gateway.service.define(API);
    assert.throws(
      () => gateway.service.define({ ...API, name: 'other' }),
      new Error('Another API of the local stage has the stage name "local"'),
    );
  });

  it('are kept on disk, for the owner only', async () => {
    gateway.service.define(API);
    assert.equal(statSync(join(gateway.directory, 'apis.json')).mode & 0o777, 0o600);
    await gateway.reopen();
    assert.deepEqual(gateway.service.definitions(), [API]);
  });
});
