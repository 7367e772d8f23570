import assert from 'node:assert/strict';
import { apiId } from '../../../../src/emulator/apigateway/event.js';
import { type ApiDefinition, ApiGatewayAdministration } from '../../../../src/emulator/apigateway/index.js';
import { AwsError } from '../../../../src/emulator/aws/service.js';
import { awsRequest, emulatorContext } from '../../../support/aws-request.js';

const SERVICE: ApiDefinition = {
  name: 'service',
  stage: 'local',
  binaryMediaTypes: ['application/pdf'],
  routes: [
    { method: 'GET', path: '/orders/{id}/slip', functionName: 'slip:current' },
    { method: 'PUT', path: '/orders/{id}/slip', functionName: 'put', apiKey: false },
    { method: 'GET', path: '/', functionName: 'root' },
  ],
  apiKeys: [{ name: 'developer', value: 'a-secret-value' }],
};
const OTHERS = Array.from({ length: 25 }, (_, index) => ({
  name: `other-${index}`,
  stage: `stage-${index}`,
  routes: [],
  apiKeys: [],
}));
const ID = apiId('service');

describe('ApiGatewayAdministration', () => {
  const service = new ApiGatewayAdministration(emulatorContext('/none'), {
    definitions: () => [SERVICE, ...OTHERS],
  });

  async function get(target: string) {
    const { status, body = '' } = await service.handle(awsRequest('GET', target));
    assert.equal(status, 200);
    return JSON.parse(body.toString());
  }
  async function refusal(method: string, target: string) {
    try {
      await service.handle(awsRequest(method, target));
    } catch (error) {
      assert.ok(error instanceof AwsError);
      const { status, headers, body } = service.encodeError(error, awsRequest(method, target));
      return [status, headers?.['x-amzn-errortype'], JSON.parse(String(body)).message];
    }
    return undefined;
  }

  it('lists 25 APIs a page, without their keys', async () => {
    const first = await get('/restapis');
    assert.deepEqual(first.item[0], { id: ID, name: 'service', binaryMediaTypes: ['application/pdf'] });
    assert.deepEqual(first.item[1], { id: apiId('other-0'), name: 'other-0' });
    assert.deepEqual([first.item.length, first.position], [25, '25']);
    const second = await get('/restapis?position=25');
    assert.deepEqual([second.item.length, second.position], [1, undefined]);
    assert.equal((await get('/restapis?limit=26')).position, undefined);
    assert.deepEqual((await get('/restapis?limit=2&position=1')).item.length, 2);
  });

  it('describes one API and its stage', async () => {
    assert.equal((await get(`/restapis/${ID}`)).name, 'service');
    assert.deepEqual(await get(`/restapis/${ID}/stages/local`), { stageName: 'local' });
  });

  it('lists every path of a route and every path above it', async () => {
    const slip = { GET: {}, PUT: {} };
    assert.deepEqual((await get(`/restapis/${ID}/resources`)).item, [
      { id: apiId('/'), path: '/', resourceMethods: { GET: {} } },
      { id: apiId('/orders'), path: '/orders', pathPart: 'orders', parentId: apiId('/') },
      { id: apiId('/orders/{id}'), path: '/orders/{id}', pathPart: '{id}', parentId: apiId('/orders') },
      {
        id: apiId('/orders/{id}/slip'),
        path: '/orders/{id}/slip',
        pathPart: 'slip',
        parentId: apiId('/orders/{id}'),
        resourceMethods: slip,
      },
    ]);
  });

  it('describes the methods for embed=methods', async () => {
    const { item } = await get(`/restapis/${ID}/resources?embed=other&embed=methods`);
    const uri = (name: string) =>
      `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`;
    const method = (httpMethod: string, apiKeyRequired: boolean, name: string) => ({
      httpMethod,
      authorizationType: 'NONE',
      apiKeyRequired,
      methodIntegration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: uri(name) },
    });
    assert.deepEqual(item.at(-1).resourceMethods, {
      GET: method('GET', true, 'slip:current'),
      PUT: method('PUT', false, 'put'),
    });
  });

  for (const [method, target, status, code, message] of [
    ['GET', '/restapis/none', 404, 'NotFoundException', 'Invalid API identifier specified'],
    ['GET', `/restapis/${ID}/stages/live`, 404, 'NotFoundException', 'Invalid stage identifier specified'],
    ['POST', '/restapis', 501, 'NotImplemented', /API Gateway POST \/restapis\./],
    ['GET', '/account', 501, 'NotImplemented', /API Gateway GET \/account\./],
    ['GET', `/restapis/${ID}/stages`, 501, 'NotImplemented', /stages\./],
    ['GET', `/restapis/${ID}/resources/x`, 501, 'NotImplemented', /resources\/x\./],
    ['GET', `/restapis/${ID}/models`, 501, 'NotImplemented', /models\./],
    ['GET', `/restapis/${ID}/models/x`, 501, 'NotImplemented', /models\/x\./],
  ] as const) {
    it(`answers ${status} to ${method} ${target}`, async () => {
      const [actualStatus, actualCode, text] = (await refusal(method, target)) ?? [];
      assert.deepEqual([actualStatus, actualCode], [status, code]);
      if (typeof message === 'string') assert.equal(text, message);
      else assert.match(text, message);
    });
  }
});
