import { awsConfigPath } from './aws-config.js';
import type { RunningStage } from './control.js';

/** Variables that would lead an AWS client elsewhere, or to other keys. */
const misleading = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  ...['S3', 'SQS', 'DYNAMODB', 'KMS', 'RDS', 'LAMBDA', 'STS', 'CLOUDWATCH_LOGS', 'EVENTBRIDGE'].map(
    (service) => `AWS_ENDPOINT_URL_${service}`,
  ),
];

/** What any AWS client needs to find to work with the stage alone. */
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
 * Lines for `eval "$(…)"` in a POSIX shell. The `aws` CLI of version 1 takes no notice of AWS_ENDPOINT_URL for `rds`
 * (in us-east-1) and `sqs`, only of its flag: hence the function.
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
