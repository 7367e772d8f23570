import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { systemClock } from '../../src/clock.js';
import type { AwsService, EmulatorContext } from '../../src/emulator/aws/service.js';
import { DynamoDbService } from '../../src/emulator/dynamodb/index.js';
import type { Call, Fault, Faults } from '../../src/emulator/faults.js';
import { KmsService } from '../../src/emulator/kms/index.js';
import { Router } from '../../src/emulator/router.js';

export type SecretsStage = Awaited<ReturnType<typeof startSecretsStage>>;

/**
 * Starts the emulator's KMS, with the key `alias/secrets`, and its DynamoDB on one port. A test may change `faults` at
 * any time.
 *
 * @param more creates further services on the same port
 */
export async function startSecretsStage(
  more: (context: (service: string) => EmulatorContext) => readonly AwsService[] = () => [],
) {
  const directory = mkdtempSync(join(tmpdir(), 'sbw-secrets-stage-'));
  const credentials = { accessKeyId: 'AKIASECRETSSTAGE', secretAccessKey: 'secret' };
  const region = 'us-east-1';
  const report = (line: string) => process.stderr.write(`${line}\n`);
  let endpoint = '';
  const context = (service: string): EmulatorContext => {
    const folder = join(directory, service);
    mkdirSync(folder, { mode: 0o700 });
    return {
      account: '000000000000',
      region,
      directory: folder,
      endpoint: () => endpoint,
      credentials,
      clock: systemClock,
      report,
    };
  };
  const services = [
    new KmsService(context('kms')),
    await DynamoDbService.open(context('dynamodb')),
    ...more(context),
  ];
  const stage = { faults: (() => undefined) as Faults };
  const router = new Router({
    services,
    unsigned: 'none',
    credentials,
    clock: systemClock,
    report,
    faults: (call) => stage.faults(call),
  });
  endpoint = `http://127.0.0.1:${await router.listen(0)}`;
  const client = { endpoint, region, credentials };
  const kms = new KMSClient(client);
  const dynamodb = new DynamoDBClient(client);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/secrets', TargetKeyId: KeyMetadata?.KeyId }));

  return Object.assign(stage, {
    client,
    kms,
    dynamodb,
    /** Sets the faults. `choose` receives each call and its index. */
    fail(choose: (call: Call, index: number) => Fault | undefined): void {
      let index = 0;
      stage.faults = (call) => choose(call, index++);
    },
    clearFaults(): void {
      stage.faults = () => undefined;
    },
    async stop(): Promise<void> {
      kms.destroy();
      dynamodb.destroy();
      await router.close();
      for (const service of services) await service.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  });
}
