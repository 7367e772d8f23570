import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { connect, type Environment, loadProject, selectEnvironment } from '../../../src/project/index.js';

const own = new URL('../../../superbowleto.yml', import.meta.url).pathname;

describe('selectEnvironment', () => {
  it('returns the default environment, or the named one', async () => {
    const project = await loadProject(own);
    assert.equal(selectEnvironment(project).name, 'local');
    assert.equal(selectEnvironment(project, 'live').name, 'live');
  });

  it('suggests a name for a misspelt one', async () => {
    const project = await loadProject(own);
    assert.throws(() => selectEnvironment(project, 'sandbx'), {
      code: 'UNKNOWN_ENVIRONMENT',
      exitCode: 2,
      message: `There is no environment "sandbx" in ${own}; did you mean sandbox? There is live, sandbox, local.`,
    });
    assert.throws(() => selectEnvironment(project, 'constructor'), {
      code: 'UNKNOWN_ENVIRONMENT',
      message: `There is no environment "constructor" in ${own}. There is live, sandbox, local.`,
    });
  });
});

const CLASSES = {
  lambda: 'LambdaClient',
  s3: 'S3Client',
  rds: 'RDSClient',
  kms: 'KMSClient',
  dynamodb: 'DynamoDBClient',
  sqs: 'SQSClient',
  sts: 'STSClient',
  logs: 'CloudWatchLogsClient',
  cloudwatch: 'CloudWatchClient',
  apiGateway: 'APIGatewayClient',
  events: 'EventBridgeClient',
} as const;

describe('connect', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-connect-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function local(): Promise<Environment> {
    return selectEnvironment(await loadProject(own, { variables: { SBW_HOME: folder } }));
  }

  function writeProfile(name: string): void {
    const lines = [
      '[profile another]',
      'endpoint_url = http://127.0.0.1:2',
      `[profile ${name}]`,
      'endpoint_url = http://127.0.0.1:1',
      'aws_access_key_id = KEY',
      'aws_secret_access_key = SECRET',
      's3 =',
      '  endpoint_url = http://127.0.0.1:3',
    ];
    writeFileSync(join(folder, 'aws-config'), lines.join('\n'));
  }

  it('gives clients the endpoint, region and credentials of the environment, not those of the process', async () => {
    writeProfile('superbowleto-local');
    process.env.AWS_ACCESS_KEY_ID = 'of the process';
    process.env.AWS_SECRET_ACCESS_KEY = 'of the process';
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9';
    const environment = { ...(await local()), region: 'sa-east-1' };
    const connection = connect(environment);
    try {
      for (const client of [connection.lambda, connection.s3, connection.sqs, connection.sts]) {
        const { config } = client as LambdaClient;
        assert.equal((await config.endpoint?.())?.port, 1);
        assert.equal(await config.region(), 'sa-east-1');
        assert.equal((await config.credentials()).accessKeyId, 'KEY');
      }
    } finally {
      connection.close();
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_ENDPOINT_URL'])
        delete process.env[name];
    }
  });

  it('creates each client once, of the class that `import` gives', async () => {
    writeProfile('superbowleto-local');
    const connection = connect(await local());
    assert.equal(connection.lambda, connection.lambda);
    assert.ok(connection.lambda instanceof LambdaClient);
    connection.close();
    connection.close();
  });

  it('creates another client after it is closed', async () => {
    writeProfile('superbowleto-local');
    const connection = connect(await local());
    const before = connection.lambda;
    connection.close();
    assert.notEqual(connection.lambda, before);
    connection.close();
  });

  for (const name of Object.keys(CLASSES) as (keyof typeof CLASSES)[]) {
    it(`creates ${name}, which tries five times`, async () => {
      writeProfile('superbowleto-local');
      const connection = connect({ ...(await local()), region: 'sa-east-1' });
      const client = connection[name] as LambdaClient;
      assert.equal(client.constructor.name, CLASSES[name]);
      assert.equal(await client.config.region(), 'sa-east-1');
      assert.equal(await client.config.maxAttempts(), 5);
      connection.close();
    });
  }

  it('uses paths for buckets at an endpoint, and host names in AWS', async () => {
    writeProfile('superbowleto-local');
    const environment = await local();
    const stage = connect(environment);
    const aws = connect({ name: 'live', region: 'us-east-1' });
    assert.deepEqual([stage.s3.config.forcePathStyle, aws.s3.config.forcePathStyle], [true, false]);
    stage.close();
    aws.close();
  });

  for (const [what, prepare] of [
    ['the profile file does not exist', () => undefined],
    ['the profile file lacks the profile', () => writeProfile('superbowleto-other')],
  ] as const) {
    it(`uses no other credentials when ${what}`, async () => {
      prepare();
      const environment = await local();
      assert.throws(() => connect(environment), {
        code: 'PROFILE_MISSING',
        message: `Nothing answers for environment local: there is no profile superbowleto-local in ${folder}/aws-config. For the local stage: sbw local start`,
      });
    });
  }
});
