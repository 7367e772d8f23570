import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { shellLines, stageVariables } from '../../../src/local/index.js';

describe('the variables of the stage', () => {
  const variables = stageVariables("/home/d'Ávila", {
    pid: 1,
    since: '2026-01-02T03:04:05.000Z',
    ready: true,
    endpoint: 'http://127.0.0.1:4580',
    region: 'us-east-1',
    provisioned: undefined,
    credentials: { accessKeyId: 'SBWLOCALTEST', secretAccessKey: 'secret' },
  });

  function evaluated(script: string, env: NodeJS.ProcessEnv): string {
    return execFileSync('sh', ['-c', `eval "$LINES"; ${script}`], {
      env: { PATH: process.env.PATH, LINES: shellLines(variables).join('\n'), ...env },
      encoding: 'utf8',
    });
  }

  it('are set in a shell after eval, whatever characters a path contains', () => {
    const printed = evaluated(`"${process.execPath}" -p 'JSON.stringify(process.env)'`, {});
    const held = JSON.parse(printed) as Record<string, string>;
    for (const [name, value] of Object.entries(variables)) assert.equal(held[name], value, name);
    assert.equal(held.AWS_CONFIG_FILE, "/home/d'Ávila/aws-config");
  });

  it('replace those that would select another endpoint or key', () => {
    const services = [
      'S3',
      'SQS',
      'DYNAMODB',
      'KMS',
      'RDS',
      'LAMBDA',
      'STS',
      'CLOUDWATCH_LOGS',
      'EVENTBRIDGE',
    ];
    const names = [
      ...['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'],
      ...services.map((service) => `AWS_ENDPOINT_URL_${service}`),
    ];
    const before = Object.fromEntries([...names, ...Object.keys(variables)].map((name) => [name, 'live']));
    const printed = evaluated(`"${process.execPath}" -p 'JSON.stringify(process.env)'`, before);
    const after = JSON.parse(printed) as Record<string, string>;
    for (const name of names) assert.equal(after[name], undefined, name);
    for (const [name, value] of Object.entries(variables)) assert.equal(after[name], value, name);
  });

  it('are all that an AWS client reads', () => {
    assert.deepEqual(variables, {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4580',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'SBWLOCALTEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_CONFIG_FILE: "/home/d'Ávila/aws-config",
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  it('come with a function aws that adds the flag for the endpoint', () => {
    const printed = evaluated('command() { shift; echo "$@"; }; aws rds describe-db-instances', {});
    assert.equal(printed, '--endpoint-url http://127.0.0.1:4580 rds describe-db-instances\n');
  });
});
