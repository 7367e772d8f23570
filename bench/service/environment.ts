import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { createCredstash } from '../../src/credstash/index.js';
import { startStage } from '../../src/local/index.js';
import type { TestService } from '../../test/integration/service/harness.js';
import { startServer } from './server.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ACCOUNT = '123456789012';

/** What the deployed functions need around them: their bundle, their variables, a credstash with the password, an SQS. */
export interface Environment {
  /** Folder of the bundle. */
  readonly bundle: string;
  readonly variables: Readonly<Record<string, string>>;
  /** URL of an owner's queue. */
  readonly owner: string;
  stop(): Promise<void>;
}

/** Builds the functions and makes an environment in which they work on the database of `service`. */
export async function startEnvironment({ settings, server }: TestService): Promise<Environment> {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-service.js')], { stdio: 'ignore' });
  const home = mkdtempSync(join(tmpdir(), 'bench-environment-'));
  // PostgreSQL runs as another user, who must be able to enter the folder.
  chmodSync(home, 0o755);
  const stage = await startStage({
    home,
    port: 0,
    region: 'us-east-1',
    account: ACCOUNT,
    report: () => undefined,
  });
  const { endpoint, region, credentials } = stage;
  const config = { endpoint, region, credentials };
  const kms = new KMSClient(config);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/test', TargetKeyId: KeyMetadata?.KeyId }));
  const dynamodb = new DynamoDBClient(config);
  const credstash = createCredstash({ kms, dynamodb, table: settings.credstashTable, key: 'alias/test' });
  await credstash.setup();
  await credstash.put(`${settings.environment}/database/password`, server.password);
  const sqs = await startServer('sqs.ts', [], {});
  const { host, port, name, user, ssl } = settings.database;
  return {
    bundle: join(ROOT, 'build/service'),
    owner: `${sqs.url}/${ACCOUNT}/owner`,
    variables: {
      ENVIRONMENT: settings.environment,
      CREDSTASH_TABLE: settings.credstashTable,
      DATABASE_HOST: host,
      DATABASE_PORT: String(port),
      DATABASE_NAME: name,
      DATABASE_USER: user,
      DATABASE_SSL: ssl,
      BOLETOS_TO_REGISTER_QUEUE_URL: `${sqs.url}/${ACCOUNT}/test-boletos-to-register`,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_SQS: sqs.url,
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
    },
    async stop() {
      sqs.stop();
      await stage.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
