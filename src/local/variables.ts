import { awsConfigPath } from './aws-config.js';
import type { RunningStage } from './control.js';

/** Variables that would give an AWS client another endpoint or other credentials. */
const misleading = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  ...['S3', 'SQS', 'DYNAMODB', 'KMS', 'RDS', 'LAMBDA', 'STS', 'CLOUDWATCH_LOGS', 'EVENTBRIDGE'].map(
    (service) => `AWS_ENDPOINT_URL_${service}`,
  ),
];

/** Returns the variables with which any AWS client uses the stage only. */
export function stageVariables(
  home: string,
  { endpoint, region, credentials }: RunningStage & { endpoint: string },
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_CONFIG_FILE: awsConfigPath(home),
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/**
 * Returns lines for `eval "$(…)"` in a POSIX shell. They define `aws` as a function that adds `--endpoint-url`:
 * version 1 of the AWS CLI ignores AWS_ENDPOINT_URL for `sqs`, and for `rds` in us-east-1.
 */
export function shellLines(variables: Readonly<Record<string, string>>): string[] {
  return [
    `unset ${misleading.join(' ')};`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)};`),
    'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; };',
  ];
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
