import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { createCredstash } from '../../../../src/credstash/index.js';
import { provision } from '../../../../src/local/index.js';
import { stageClients } from '../../../../src/local/provision/clients.js';
import { loadProject, selectEnvironment } from '../../../../src/project/index.js';
import { startTestStage, type TestStage } from '../../../support/stage.js';

const FILE = (simulators: string) => `
service: sample
default_environment: local
build: { type: command, command: node build.js, output: out }
deploy: { type: lambda, s3_bucket: sample-artifacts, region: us-east-1 }
functions:
  one: { handler: index.handler, memory: 128, timeout: 10, trigger: none }
environment:
  local:
    account: "000000000000"
    credstash: { table: local-credstash, key: alias/local-credstash }
    operations_table: local-operations
    database: { instance: local-sample, name: sample, user: sample }
    ${simulators}
`;

describe('the simulators of an environment', function () {
  this.timeout(120_000);
  let stage: TestStage;
  let folder: string;

  before(async () => {
    stage = await startTestStage();
    folder = mkdtempSync(join(tmpdir(), 'sbw-simulators-'));
  });
  after(async () => {
    await stage?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function provisioned(simulators: string) {
    writeFileSync(join(folder, 'superbowleto.yml'), FILE(simulators));
    const project = await loadProject(join(folder, 'superbowleto.yml'));
    const environment = selectEnvironment(project);
    await provision(stage, project, environment);
    const clients = stageClients(stage);
    try {
      const secrets = createCredstash({ ...clients, ...environment.credstash });
      const { Environment } = await clients.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: 'local-sample-one' }),
      );
      const { BRADESCO_URL, BOLETO_API_URL } = Environment?.Variables ?? {};
      return {
        urls: [BRADESCO_URL, BOLETO_API_URL],
        bradesco: (await secrets.find('local/providers/bradesco'))?.value,
        boletoApi: (await secrets.find('local/providers/boleto-api'))?.value,
      };
    } finally {
      clients.close();
    }
  }

  async function statusOf(url: string, user: string, password: string): Promise<number> {
    const authorization = `Basic ${btoa(`${user}:${password}`)}`;
    const query = '/apiregistro/api?nosso_numero=1&numero_documento=1';
    return (await fetch(url + query, { headers: { authorization } })).status;
  }

  it('run with the credentials in credstash, and the functions get their URLs', async () => {
    const { urls, bradesco, boletoApi } = await provisioned('simulators: [bradesco, boleto-api]');
    assert.deepEqual(urls, [
      `${stage.endpoint}/_simulators/bradesco`,
      `${stage.endpoint}/_simulators/boleto-api`,
    ]);
    const { merchant_id, security_key } = JSON.parse(bradesco ?? '');
    assert.match(merchant_id, /^\d{9}$/);
    assert.equal(await statusOf(urls[0] ?? '', merchant_id, security_key), 200);
    assert.equal(await statusOf(urls[0] ?? '', merchant_id, 'wrong'), 401);
    assert.deepEqual(Object.keys(JSON.parse(boletoApi ?? '')), ['user', 'password', 'banks']);
  });

  it('keep their credentials, and stop when the environment no longer names them', async () => {
    const before = await provisioned('simulators: [bradesco, boleto-api]');
    const after = await provisioned('simulators: [boleto-api]');
    assert.deepEqual(after.urls, [undefined, `${stage.endpoint}/_simulators/boleto-api`]);
    assert.equal(after.bradesco, before.bradesco);
    const { merchant_id, security_key } = JSON.parse(before.bradesco ?? '');
    assert.equal(await statusOf(before.urls[0] ?? '', merchant_id, security_key), 404);
    assert.deepEqual((await provisioned('')).urls, [undefined, undefined]);
  });

  it('do not answer for an unknown simulator or an unknown API', async () => {
    const unknown = await fetch(`${stage.endpoint}/_simulators/no-such-bank/x`);
    assert.equal(unknown.status, 501);
    const api = await fetch(`${stage.endpoint}/nothing`);
    assert.notEqual(api.status, 501);
  });
});
