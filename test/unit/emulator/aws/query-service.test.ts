import assert from 'node:assert/strict';
import { QueryService } from '../../../../src/emulator/aws/query-service.js';
import { AwsError } from '../../../../src/emulator/aws/service.js';
import { awsRequest } from '../../../support/aws-request.js';

class Thing extends QueryService {
  protected readonly actions = { Echo: (input: URLSearchParams) => ({ Text: input.get('Text') ?? 'none' }) };
}

describe('QueryService', () => {
  const service = new Thing('thing', 'Thing', 'urn:thing');
  const call = async (body: string) => service.handle(awsRequest('POST', '/', { body }));

  it('has the scope that it is created with', () => assert.equal(service.scope, 'thing'));

  it('answers an action with its result in XML', async () => {
    assert.deepEqual(await call('Action=Echo&Text=a%3Cb'), {
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'request-1' },
      body: '<?xml version="1.0" encoding="UTF-8"?>\n<EchoResponse xmlns="urn:thing"><EchoResult><Text>a&lt;b</Text></EchoResult><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></EchoResponse>',
    });
  });

  for (const [body, named] of [
    ['Action=Other', 'Other'],
    ['Action=toString', 'toString'],
    ['', 'without an Action'],
  ] as const) {
    it(`answers 501 to "${body}"`, async () => {
      await assert.rejects(call(body), {
        code: 'NotImplemented',
        status: 501,
        message: `The local stage does not support Thing ${named}. It is a development stand-in for AWS.`,
      });
    });
  }

  for (const [status, type] of [
    [400, 'Sender'],
    [499, 'Sender'],
    [500, 'Receiver'],
  ] as const) {
    it(`encodes an error of status ${status} as the fault of the ${type}`, () => {
      const error = new AwsError('A&B', status, 'x < y');
      assert.deepEqual(service.encodeError(error, awsRequest('POST', '/')), {
        status,
        headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'request-1' },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="urn:thing"><Error><Type>${type}</Type><Code>A&amp;B</Code><Message>x &lt; y</Message></Error><RequestId>request-1</RequestId></ErrorResponse>`,
      });
    });
  }
});
