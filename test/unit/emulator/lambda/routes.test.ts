import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-lambda';
import { matchRoute } from '../../../../src/emulator/lambda/api/routes.js';

describe('matchRoute', () => {
  it('returns the operation and the parts of the path', () => {
    assert.deepEqual(matchRoute('GET', '/2015-03-31/functions/f/aliases/current'), {
      operation: 'GetAlias',
      params: { FunctionName: 'f', Name: 'current' },
    });
  });

  it('decodes an ARN', () => {
    const path =
      '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations';
    assert.deepEqual(matchRoute('POST', path), {
      operation: 'Invoke',
      params: { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:f' },
    });
  });

  it('ignores a slash at the end, which the SDK sends', () => {
    assert.equal(matchRoute('GET', '/2015-03-31/functions/')?.operation, 'ListFunctions');
  });

  it('returns undefined for another method or another path', () => {
    assert.equal(matchRoute('PATCH', '/2015-03-31/functions'), undefined);
    assert.equal(matchRoute('GET', '/2015-03-31/functions/f/other'), undefined);
  });

  const OPERATIONS = [
    ...['CreateFunction', 'ListFunctions', 'GetFunction', 'DeleteFunction', 'GetFunctionConfiguration'],
    ...['UpdateFunctionConfiguration', 'UpdateFunctionCode', 'PublishVersion', 'ListVersionsByFunction'],
    ...['CreateAlias', 'ListAliases', 'GetAlias', 'UpdateAlias', 'DeleteAlias', 'Invoke', 'InvokeAsync'],
    ...['InvokeWithResponseStream', 'GetPolicy', 'AddPermission', 'RemovePermission'],
    ...['CreateEventSourceMapping', 'ListEventSourceMappings', 'GetEventSourceMapping'],
    ...['UpdateEventSourceMapping', 'DeleteEventSourceMapping', 'PutFunctionConcurrency'],
    ...['DeleteFunctionConcurrency', 'GetFunctionConcurrency', 'ListTags', 'TagResource', 'UntagResource'],
    ...['GetAccountSettings', 'GetFunctionCodeSigningConfig', 'GetRuntimeManagementConfig'],
    ...[
      'GetFunctionEventInvokeConfig',
      'PutFunctionEventInvokeConfig',
      'CreateFunctionUrlConfig',
      'ListLayers',
    ],
  ] as const;
  for (const operation of OPERATIONS) {
    it(`knows ${operation} by the request that the SDK makes for it`, async () => {
      const { method, path } = await requestOf(operation);
      assert.equal(matchRoute(method, path)?.operation, operation);
    });
  }
});

/** Returns the request that the AWS SDK would send. */
async function requestOf(operation: string): Promise<{ method: string; path: string }> {
  const sent: { method: string; path: string }[] = [];
  const client = new sdk.LambdaClient({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async (request: { method: string; path: string }) => {
        sent.push(request);
        throw new Error('not sent');
      },
    },
    maxAttempts: 1,
  });
  type Command = new (input: object) => sdk.InvokeCommand;
  const Command = (sdk as unknown as Record<string, Command>)[`${operation}Command`];
  assert.ok(Command, operation);
  const input = {
    FunctionName: 'f',
    Name: 'a',
    StatementId: 's',
    UUID: 'u',
    Resource: 'r',
    TagKeys: [],
    Tags: {},
  };
  await client.send(new Command(input)).catch(() => undefined);
  const [request] = sent;
  assert.ok(request, operation);
  return request;
}
