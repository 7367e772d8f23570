import assert from 'node:assert/strict';
import {
  APIGatewayClient,
  CreateRestApiCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  paginateGetResources,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway';
import { type ApiDefinition, ApiGatewayAdministration } from '../../../../src/emulator/apigateway/index.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

const functionName = 'service-show:current';
const SERVICE: ApiDefinition = {
  name: 'service',
  stage: 'local',
  routes: [
    { method: 'GET', path: '/boletos/{id}', functionName },
    { method: 'PATCH', path: '/boletos/{id}', functionName, apiKey: false },
    { method: 'GET', path: '/', functionName },
  ],
  apiKeys: [{ name: 'developer', value: 'a-key-that-nobody-guesses' }],
};
const OTHER: ApiDefinition = { name: 'other', stage: 'test', routes: [], apiKeys: [] };

describe("API Gateway's own API in the emulator", () => {
  let one: OneService<ApiGatewayAdministration>;
  let client: APIGatewayClient;
  let restApiId: string;

  before(async () => {
    one = await serveOne(
      (context) => new ApiGatewayAdministration(context, { definitions: () => [OTHER, SERVICE] }),
    );
    client = new APIGatewayClient(one.client);
    const found = await apis();
    restApiId = found.find(({ name }) => name === 'service')?.id ?? '';
  });
  after(async () => {
    client.destroy();
    await one.stop();
  });

  async function apis() {
    const pages = await every(paginateGetRestApis({ client, pageSize: 1 }, {}));
    return pages.flatMap(({ items = [] }) => items);
  }

  it('lists every API, page by page, without its keys', async () => {
    const found = await apis();
    assert.deepEqual(
      found.map(({ name }) => name),
      ['other', 'service'],
    );
    assert.doesNotMatch(JSON.stringify(found), /guesses/);
  });

  it('lists each path of a route once, and every path above it', async () => {
    const pages = await every(paginateGetResources({ client, pageSize: 2 }, { restApiId }));
    const items = pages.flatMap((page) => page.items ?? []);
    assert.equal(pages.length, 2);
    assert.deepEqual(
      items.map(({ path, pathPart, resourceMethods }) => [
        path,
        pathPart,
        Object.keys(resourceMethods ?? {}),
      ]),
      [
        ['/', undefined, ['GET']],
        ['/boletos', 'boletos', []],
        ['/boletos/{id}', '{id}', ['GET', 'PATCH']],
      ],
    );
    assert.equal(items[2]?.parentId, items[1]?.id);
  });

  it('describes which function a method calls, on request', async () => {
    const methodOf = async (embed?: string[]) => {
      const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, embed }));
      return items.find(({ path }) => path === '/boletos/{id}')?.resourceMethods?.PATCH;
    };
    assert.deepEqual(await methodOf(), {});
    const method = await methodOf(['methods']);
    assert.equal(method?.apiKeyRequired, false);
    assert.equal(
      method?.methodIntegration?.uri,
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/' +
        'arn:aws:lambda:us-east-1:000000000000:function:service-show:current/invocations',
    );
  });

  it('describes the stage, and refuses what does not exist', async () => {
    const { stageName } = await client.send(new GetStageCommand({ restApiId, stageName: 'local' }));
    assert.equal(stageName, 'local');
    const missing = { name: 'NotFoundException', $metadata: { httpStatusCode: 404 } };
    await assert.rejects(client.send(new GetStageCommand({ restApiId, stageName: 'live' })), isLike(missing));
    await assert.rejects(client.send(new GetRestApiCommand({ restApiId: 'none' })), isLike(missing));
  });

  it('creates nothing', async () => {
    const expected = { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } };
    const making = new APIGatewayClient({ ...one.client, maxAttempts: 1 });
    await assert.rejects(making.send(new CreateRestApiCommand({ name: 'new' })), isLike(expected));
    making.destroy();
  });
});

async function every<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

function isLike({ name, $metadata }: { name: string; $metadata: { httpStatusCode: number } }) {
  return (error: Error & { $metadata: { httpStatusCode?: number } }) => {
    assert.deepEqual([error.name, error.$metadata.httpStatusCode], [name, $metadata.httpStatusCode]);
    return true;
  };
}
