import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { findApiUrl } from '../../../../src/cli/open/api-url.js';
import { urlOf } from '../../../../src/cli/open/urls.js';
import { loadProject, type OpenEnvironment, selectEnvironment } from '../../../../src/project/index.js';
import { type SentCommand, scriptedLambda } from '../../../support/lambda-script.js';

const missing = new ResourceNotFoundException({ message: 'no policy', $metadata: {} });

function policyOf(api: string) {
  return { Policy: JSON.stringify({ Statement: [{ Condition: { ArnLike: { 'AWS:SourceArn': api } } }] }) };
}

/** Opens `sandbox` of superbowleto.yml, with a Lambda that answers as `answer` says. */
async function opened(answer: (command: SentCommand, earlier: number) => unknown) {
  const project = await loadProject('superbowleto.yml');
  const environment = selectEnvironment(project, 'sandbox');
  const script = scriptedLambda(answer);
  const connection = { lambda: script.lambda, sts: { config: {} } };
  return { opened: { project, environment, connection } as unknown as OpenEnvironment, script };
}

describe('findApiUrl', () => {
  for (const [arn, url] of [
    [
      'arn:aws:execute-api:sa-east-1:222222222222:a1b2c3/live/GET/boletos',
      'https://a1b2c3.execute-api.sa-east-1.amazonaws.com/live',
    ],
    [
      'arn:aws-us-gov:execute-api:us-gov-west-1:222222222222:a1b2c3/live/*/*',
      'https://a1b2c3.execute-api.us-gov-west-1.amazonaws.com/live',
    ],
    [
      'arn:aws-cn:execute-api:cn-north-1:222222222222:a1b2c3/live/*/*',
      'https://a1b2c3.execute-api.cn-north-1.amazonaws.com.cn/live',
    ],
  ] as const) {
    it(`reads ${arn}`, async () => {
      const { opened: one } = await opened(() => policyOf(arn));
      assert.equal(await findApiUrl(one.connection.lambda, one.project, one.environment), url);
    });
  }

  it('asks the functions with routes only, one after the other, until one may be called', async () => {
    const { opened: one, script } = await opened((_, earlier) =>
      [missing, {}, policyOf('arn:aws:execute-api:us-east-1:222222222222:a1b2c3/live/GET/boletos')].at(
        earlier,
      ),
    );
    const url = await findApiUrl(one.connection.lambda, one.project, one.environment);
    assert.equal(url, 'https://a1b2c3.execute-api.us-east-1.amazonaws.com/live');
    const withRoutes = one.environment.functions.filter(
      (name) => one.project.functions[name]?.trigger.type === 'routes',
    );
    assert.deepEqual(
      script.sent.map(({ input }) => input),
      withRoutes
        .slice(0, 3)
        .map((name) => ({ FunctionName: `sandbox-superbowleto-${name}`, Qualifier: 'current' })),
    );
  });

  it('throws any other error of AWS', async () => {
    const { opened: one } = await opened(() => new Error('throttled'));
    await assert.rejects(
      findApiUrl(one.connection.lambda, one.project, one.environment),
      /^Error: throttled$/,
    );
  });
});

describe('urlOf', () => {
  const before = process.env.SBW_HOME;
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sbw-no-stage-'));
    process.env.SBW_HOME = home;
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
    if (before === undefined) delete process.env.SBW_HOME;
    else process.env.SBW_HOME = before;
  });

  it('is the console of a function, by its name or its deployed name', async () => {
    const { opened: one, script } = await opened(() => missing);
    const url =
      'https://us-east-1.console.aws.amazon.com/lambda/home?region=us-east-1#/functions/sandbox-superbowleto-show-boleto/aliases/current';
    assert.equal(await urlOf(one, 'show-boleto'), url);
    assert.equal(await urlOf(one, 'sandbox-superbowleto-show-boleto'), url);
    assert.deepEqual(script.sent, []);
    await assert.rejects(urlOf(one, 'show-boletos'), { code: 'UNKNOWN_FUNCTION' });
  });

  it('is the API when no function is named', async () => {
    const { opened: one } = await opened(() =>
      policyOf('arn:aws:execute-api:us-east-1:222222222222:a1b2c3/sandbox/GET/boletos'),
    );
    assert.equal(await urlOf(one, undefined), 'https://a1b2c3.execute-api.us-east-1.amazonaws.com/sandbox');
  });

  it('says that no API may call the environment', async () => {
    const { opened: one } = await opened(() => missing);
    await assert.rejects(urlOf(one, undefined), {
      code: 'NO_API',
      message: 'API Gateway may call no function of sandbox; terraform output api_url says where its API is.',
    });
  });
});
