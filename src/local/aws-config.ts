import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The profile with which an environment of superbowleto.yml connects to the stage. */
export const PROFILE = 'superbowleto-local';

/** Returns the path of the shared config file of the stage. */
export function awsConfigPath(home: string): string {
  return join(home, 'aws-config');
}

/**
 * Writes `<home>/aws-config`, the shared config file with which any AWS client connects to the stage.
 *
 * @returns a function that removes the file
 */
export function writeAwsConfig(
  home: string,
  stage: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  },
): () => void {
  const path = awsConfigPath(home);
  const settings = [
    `region = ${stage.region}`,
    `endpoint_url = ${stage.endpoint}`,
    `aws_access_key_id = ${stage.credentials.accessKeyId}`,
    `aws_secret_access_key = ${stage.credentials.secretAccessKey}`,
    // Otherwise version 1 of the AWS CLI presigns with signature version 2.
    's3 =',
    '  signature_version = s3v4',
    '  addressing_style = path',
    '',
  ];
  // The profile is for superbowleto.yml; the default is for clients that get this file in AWS_CONFIG_FILE.
  const lines = [
    '# Written by the local stage while it runs.',
    `[profile ${PROFILE}]`,
    ...settings,
    '[default]',
    ...settings,
  ];
  writeFileSync(`${path}.draft`, lines.join('\n'), { mode: 0o600 });
  renameSync(`${path}.draft`, path);
  return () => rmSync(path, { force: true });
}
