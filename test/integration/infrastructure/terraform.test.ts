import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ModifyDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { deployedName, loadProject, type Project, type Route } from '../../../src/project/index.js';
import { readSettings } from '../../../src/service/settings.js';
import { skipBecause } from '../../support/skip.js';
import { type Moto, startMoto } from './support/moto.js';
import { byKey, differences, managed, type Resource } from './support/plan.js';
import {
  ACCOUNT,
  createWorkspace,
  findProviders,
  missingTool,
  PROJECT,
  type Workspace,
} from './support/terraform.js';

const SANDBOX = 'environments/sandbox';
const LIVE = 'environments/live';

describe('infrastructure on an emulated AWS', function () {
  // RDS alone is waited for by Terraform for more than a minute.
  this.timeout(15 * 60_000);

  const missing = missingTool(['terraform', 'moto_server']);
  if (missing) {
    it('is applied, changed by a release and a rotation, and found unchanged', function () {
      skipBecause(this, missing);
    });
    return;
  }

  let moto: Moto;
  let workspace: Workspace;
  let project: Project;

  before(async () => {
    project = await loadProject(join(PROJECT, 'superbowleto.yml'));
    moto = await startMoto();
    workspace = await createWorkspace(moto.endpoint);
    for (const folder of ['bootstrap', SANDBOX, LIVE])
      await workspace.succeed(folder, 'init', `-plugin-dir=${findProviders()}`);
  });

  after(async () => {
    await workspace?.remove();
    await moto?.stop();
  });

  it('plans what an account has once', async () => {
    assert.match(await workspace.succeed('bootstrap', 'plan'), /Plan: 9 to add, 0 to change, 0 to destroy/);
  });

  it('makes the same of live and sandbox, but for names and sizes', async () => {
    const [live, sandbox] = await Promise.all([planned(LIVE), planned(SANDBOX)]);
    const addresses = (resources: Resource[]) => resources.map(({ address }) => address).sort();
    assert.deepEqual(addresses(live), addresses(sandbox));
    assert.deepEqual(differences(live, sandbox), [
      'aws_api_gateway_method_settings.settings',
      'aws_api_gateway_usage_plan.quota_settings',
      'aws_api_gateway_usage_plan.throttle_settings',
      'aws_cloudwatch_log_group.retention_in_days',
      'aws_cloudwatch_metric_alarm.alarm_description',
      'aws_cloudwatch_metric_alarm.threshold',
      'aws_db_instance.allocated_storage',
      'aws_db_instance.backup_retention_period',
      'aws_db_instance.instance_class',
      'aws_db_instance.max_allocated_storage',
      'aws_db_instance.multi_az',
      'aws_subnet.cidr_block',
      'aws_vpc.cidr_block',
    ]);
  });

  it('refuses another account', async () => {
    const { code, output } = await workspace.run(SANDBOX, 'plan', '-var=account=999999999999');
    assert.equal(code, 1);
    assert.match(output, /AWS account ID not allowed: 123456789012/);
  });

  describe('applied', () => {
    let resources: Resource[];

    before(async () => {
      await workspace.succeed(SANDBOX, 'apply', '-auto-approve');
      resources = managed(JSON.parse(await workspace.succeed(SANDBOX, 'show', '-json')));
    });

    it('has the names of superbowleto.yml', async () => {
      const { environment } = await outputs();
      const sandbox = project.environments.sandbox;
      assert.ok(sandbox);
      assert.deepEqual(environment.value, {
        account: ACCOUNT,
        region: sandbox.region,
        s3_bucket: sandbox.bucket,
        credstash: sandbox.credstash,
        operations_table: sandbox.operationsTable,
        database: { instance: sandbox.database.identifier, name: 'superbowleto', user: 'superbowleto' },
      });
    });

    it('has every function of superbowleto.yml, with all that the service reads from its environment', () => {
      const functions = byKey(resources, 'aws_lambda_function');
      assert.deepEqual([...functions.keys()].sort(), Object.keys(project.functions).sort());
      for (const [name, { values }] of functions) {
        assert.equal(values.function_name, `sandbox-superbowleto-${name}`);
        const [{ variables }] = values.environment as [{ variables: Record<string, string> }];
        const settings = readSettings({ ...variables, AWS_REGION: 'us-east-1' });
        assert.equal(settings.environment, 'sandbox');
        assert.equal(settings.database.ssl, 'verify-full');
        assert.match(settings.boletosToRegisterQueueUrl, /\/123456789012\/sandbox-boletos-to-register$/);
      }
    });

    it('points every trigger at the alias', () => {
      // moto answers the version instead, so the mapping is judged by what was asked for.
      const mapping = requests().find((body) => body.includes('"EventSourceArn"'));
      const invoked = [
        (JSON.parse(mapping ?? '{}') as { FunctionName?: string }).FunctionName,
        ...[...byKey(resources, 'aws_cloudwatch_event_target').values()].map((r) => r.values.arn),
        ...resources.filter((r) => r.type === 'aws_api_gateway_integration').map((r) => r.values.uri),
      ];
      assert.equal(invoked.length, 2 + routes().length);
      for (const target of invoked)
        assert.match(String(target), /:sandbox-superbowleto-[a-z-]+:current(\/invocations)?$/);
    });

    it('asks for an API key on every route but the open ones', () => {
      const methods = resources.filter(({ type }) => type === 'aws_api_gateway_method');
      const keyed = (needed: boolean) =>
        methods
          .filter(({ values }) => values.api_key_required === needed)
          .map(({ address }) => /endpoint\["(.*)"\]/.exec(address)?.[1])
          .sort();
      const written = (needed: boolean) =>
        routes()
          .filter(({ apiKey }) => apiKey === needed)
          .map(({ method, path }) => `${method} ${path}`)
          .sort();
      assert.deepEqual(keyed(true), written(true));
      assert.deepEqual(keyed(false), ['GET /health']);
      assert.deepEqual(written(false), ['GET /health']);
    });

    it('holds back callers of an open route by a limit of its own', () => {
      const open = byKey(resources, 'aws_api_gateway_method_settings').get('GET /health');
      assert.ok(open);
      const [settings] = open.values.settings as [Record<string, unknown>];
      assert.equal(settings.throttling_rate_limit, 10);
      assert.equal(settings.throttling_burst_limit, 20);
    });

    it('lets bytes through whatever the client accepts', () => {
      // moto forgets them, so the API is judged by what was asked for.
      const creation = requests().find((body) => body.includes('"binaryMediaTypes"'));
      assert.deepEqual(JSON.parse(creation ?? '{}').binaryMediaTypes, ['*/*']);
    });

    it('lets only those send to a queue that empty the outbox', () => {
      const senders = [...byKey(resources, 'aws_iam_role_policy')]
        .filter(([, { values }]) => String(values.policy).includes('sqs:SendMessage'))
        .map(([name]) => name);
      assert.deepEqual(senders.sort(), [
        'create-boleto',
        'process-boletos-to-register',
        'register-boleto',
        'update-boleto',
      ]);
    });

    it('lets a function read no secret but the password', () => {
      for (const { values } of byKey(resources, 'aws_iam_role_policy').values()) {
        const { Statement } = JSON.parse(String(values.policy)) as { Statement: Record<string, unknown>[] };
        assert.deepEqual(Statement.find(({ Sid }) => Sid === 'ReadPassword')?.Condition, {
          'ForAllValues:StringEquals': {
            'dynamodb:LeadingKeys': ['sandbox/database/password', 'sandbox/database/password.pending'],
          },
        });
      }
    });

    it('lets an operator invoke every function, and take messages from dead-letter queues alone', () => {
      const operator = byKey(resources, 'aws_iam_policy').get('operator');
      const { Statement } = JSON.parse(String(operator?.values.policy)) as {
        Statement: { Action: string | string[]; Resource: string | string[] }[];
      };
      const resourcesOf = (action: string) =>
        Statement.filter(({ Action }) => [Action].flat().includes(action)).flatMap(
          ({ Resource }) => Resource,
        );
      const queue = `arn:aws:sqs:us-east-1:${ACCOUNT}:sandbox-boletos-to-register`;
      for (const action of ['ReceiveMessage', 'DeleteMessage', 'StartMessageMoveTask']) {
        assert.deepEqual(resourcesOf(`sqs:${action}`), [`${queue}-dead-letter`]);
      }
      assert.deepEqual(resourcesOf('sqs:SendMessage'), [queue]);
      const administer = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:sandbox-superbowleto-administer`;
      assert.ok(resourcesOf('lambda:InvokeFunction').includes(`${administer}:*`));
    });

    it('is connected to no bank, and has no way to the internet, unless it is told to', () => {
      const types = new Set(resources.map(({ type }) => type));
      assert.equal(types.has('aws_nat_gateway'), false);
      for (const { values } of byKey(resources, 'aws_iam_role_policy').values()) {
        assert.doesNotMatch(String(values.policy), /providers\//);
      }
    });

    it('gives a connected bank’s address to every function, its credentials to those that register, and a way out', async () => {
      const banks = JSON.stringify({ bradesco_url: 'https://bank.example' });
      const connected = await planned(SANDBOX, `-var=banks=${banks}`);
      for (const { values } of byKey(connected, 'aws_lambda_function').values()) {
        const [{ variables }] = values.environment as [{ variables: Record<string, string> }];
        const { providerUrls } = readSettings({ ...variables, AWS_REGION: 'us-east-1' });
        assert.deepEqual(providerUrls, { bradesco: 'https://bank.example', boletoApi: undefined });
      }
      const readers = [...byKey(connected, 'aws_iam_role_policy')].filter(([, { values }]) =>
        String(values.policy).includes('sandbox/providers/bradesco'),
      );
      assert.deepEqual(readers.map(([name]) => name).sort(), ['create-boleto', 'register-boleto']);
      const ways = connected.filter(({ type }) => type === 'aws_nat_gateway');
      assert.equal(ways.length, 1);
    });

    it('takes no bank’s address without TLS', async () => {
      const banks = JSON.stringify({ boleto_api_url: 'http://gateway.example' });
      const { code, output } = await workspace.run(SANDBOX, 'plan', `-var=banks=${banks}`);
      assert.equal(code, 1);
      assert.match(output, /A bank's address starts with https:\/\//);
    });

    it('keeps the first password out of the state', () => {
      const password = firstPassword();
      assert.match(password, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      const state = workspace.state(SANDBOX);
      assert.ok(state.includes('sandbox-superbowleto-migrate-database'));
      assert.ok(!state.includes(password));
      const [database] = byKey(resources, 'aws_db_instance').values();
      assert.equal(database?.values.password ?? null, null);
      assert.equal(database?.values.password_wo ?? null, null);
    });

    it('finds nothing to change', async () => {
      await assertNoChanges();
    });

    it('finds nothing to change after a release and a rotation', async () => {
      await release();
      await rotate();
      await assertNoChanges();
    });
  });

  function routes(): Route[] {
    return Object.values(project.functions).flatMap(({ trigger }) =>
      trigger.type === 'routes' ? [...trigger.routes] : [],
    );
  }

  async function planned(folder: string, ...args: string[]): Promise<Resource[]> {
    await workspace.succeed(folder, 'plan', '-out=test.tfplan', ...args);
    return managed(JSON.parse(await workspace.succeed(folder, 'show', '-json', 'test.tfplan')));
  }

  async function outputs(): Promise<{ environment: { value: unknown } }> {
    return JSON.parse(await workspace.succeed(SANDBOX, 'output', '-json'));
  }

  async function assertNoChanges(): Promise<void> {
    const { code, output } = await workspace.run(SANDBOX, 'plan', '-detailed-exitcode');
    assert.equal(code, 0, output);
  }

  /** Bodies of all that Terraform asked of AWS. */
  function requests(): string[] {
    const lines = readFileSync(moto.recording, 'utf8').trimEnd().split('\n');
    return lines.map((line) => Buffer.from((JSON.parse(line) as { body: string }).body, 'base64').toString());
  }

  function firstPassword(): string {
    const creation = requests().find((body) => body.includes('Action=CreateDBInstance'));
    return new URLSearchParams(creation).get('MasterUserPassword') ?? '';
  }

  /** The calls by which `sbw deploy` changes functions. */
  async function release(): Promise<void> {
    const lambda = new LambdaClient(client());
    const zip = readFileSync(join(PROJECT, 'infrastructure/modules/application/inert.zip'));
    for (const [name, { handler }] of Object.entries(project.functions)) {
      const FunctionName = deployedName(project, { name: 'sandbox' }, name);
      // Any bytes after a zip leave it a zip, and make it another one.
      const ZipFile = Buffer.concat([zip, Buffer.from(name)]);
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      const configuration = { FunctionName, Handler: handler, MemorySize: 1024, Timeout: 20 };
      await lambda.send(new UpdateFunctionConfigurationCommand(configuration));
      const { Version } = await lambda.send(
        new PublishVersionCommand({ FunctionName, Description: 'a release' }),
      );
      assert.notEqual(Version, '1');
      const alias = { FunctionName, Name: 'current', FunctionVersion: Version, Description: 'a release' };
      await lambda.send(new UpdateAliasCommand(alias));
    }
  }

  async function rotate(): Promise<void> {
    const change = { DBInstanceIdentifier: 'sandbox-superbowleto', MasterUserPassword: 'y'.repeat(40) };
    await new RDSClient(client()).send(new ModifyDBInstanceCommand(change));
  }

  function client() {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return { endpoint: moto.endpoint, region: 'us-east-1', credentials };
  }
});
