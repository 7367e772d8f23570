import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Profile by which an environment of superbowleto.yml finds the stage. */
export const PROFILE = 'superbowleto-local';

export function awsConfigPath(home: string): string {
  return join(home, 'aws-config');
}

/**
 * Writes `<home>/aws-config`, the shared config file that leads any AWS client to the stage.
 *
 * @returns removes it again
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
    // The aws CLI presigns by the signature of 2006 otherwise.
    's3 =',
    '  signature_version = s3v4',
    '  addressing_style = path',
    '',
  ];
  // By name for superbowleto.yml; as the default for whoever is given this file as AWS_CONFIG_FILE.
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
