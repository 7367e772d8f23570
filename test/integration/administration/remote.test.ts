import assert from 'node:assert/strict';
import { administer } from '../../../src/administration/index.js';
import { type LambdaEndpoint, serveLambda } from '../../support/lambda-endpoint.js';

const functionName = 'sandbox-superbowleto-administer';

describe('administer, against a Lambda endpoint over HTTP', () => {
  let endpoint: LambdaEndpoint;
  let answer: { status?: number; headers?: Record<string, string>; body: unknown };
  let requests: { url: string | undefined; body: unknown }[];

  beforeEach(async () => {
    requests = [];
    endpoint = await serveLambda(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      requests.push({ url: request.url, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(answer.status ?? 200, answer.headers).end(JSON.stringify(answer.body));
    });
  });
  afterEach(() => endpoint?.stop());

  const show = () =>
    administer({ lambda: endpoint.lambda, functionName, timeout: 30 }, 'tenant.show', { tenant: 'loja-sul' });

  it('invokes the alias current once, and returns the answer without its field ok', async () => {
    answer = { body: { ok: true, tenant: { id: 'loja-sul' } } };
    assert.deepEqual(await show(), { tenant: { id: 'loja-sul' } });
    assert.deepEqual(requests, [
      {
        url: `/2015-03-31/functions/${functionName}/invocations?Qualifier=current`,
        body: { command: 'tenant.show', tenant: 'loja-sul' },
      },
    ]);
  });

  it('throws a refusal with the code and message of the function', async () => {
    answer = { body: { ok: false, error: { code: 'NO_SUCH_TENANT', message: 'There is no tenant.' } } };
    await assert.rejects(show(), { code: 'NO_SUCH_TENANT', message: 'There is no tenant.', exitCode: 1 });
  });

  it('does not retry when Lambda fails, and says how to see what was done', async () => {
    answer = { status: 500, headers: { 'x-amzn-errortype': 'ServiceException' }, body: { message: 'x' } };
    await assert.rejects(show(), (error: Error & { code: string }) => {
      assert.equal(error.code, 'ADMINISTER_OUTCOME_UNKNOWN');
      assert.match(error.message, / See what it did by: sbw tenant show, or sbw boleto show$/);
      return true;
    });
    assert.equal(requests.length, 1);
  });

  for (const body of [
    { statusCode: 200 },
    null,
    'smoke',
    { ok: false },
    { ok: 'yes' },
    { ok: false, error: { message: 'x' } },
    { ok: false, error: { code: 'X' } },
  ]) {
    it(`does not accept ${JSON.stringify(body)} as an answer`, async () => {
      answer = { body };
      await assert.rejects(show(), {
        code: 'ADMINISTER_FUNCTION_FAILED',
        message: `${functionName} did not answer as an administer function does. Deploy a release that fits this sbw.`,
      });
    });
  }
});
