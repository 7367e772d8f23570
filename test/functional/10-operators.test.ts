import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { BoletoLife, TenantConfiguration, TenantRecord } from '../../src/administration/index.js';
import type { QueueState, Redriven } from '../../src/queues/index.js';
import { until } from '../support/until.js';
import { Api } from './support/api.js';
import { OwnerQueue, stageVariables } from './support/aws.js';
import { type Newcomer, newcomer, type Status } from './support/newcomer.js';

const DEAD_LETTERS = 'local-boletos-to-register-dead-letter';

describe('an operator', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  let api: Api;
  let owner: OwnerQueue;
  let lambda: LambdaClient;
  let sqs: SQSClient;

  before(async () => {
    machine = await newcomer();
    api = await Api.of(machine);
    owner = await OwnerQueue.create(machine, 'owner-operators');
    const { AWS_REGION, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } =
      await stageVariables(machine);
    const client = {
      region: AWS_REGION ?? '',
      endpoint: AWS_ENDPOINT_URL ?? '',
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID ?? '', secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '' },
    };
    lambda = new LambdaClient(client);
    sqs = new SQSClient(client);
  });
  after(() => {
    owner?.close();
    lambda?.destroy();
    sqs?.destroy();
  });

  const registered = async (): Promise<string> => {
    const { status, body } = await api.create({ queue_url: owner.url, reference_id: 'order-9' });
    assert.deepEqual([status, body.status], [201, 'registered']);
    return String(body.id);
  };
  /** Sends what waits in the outbox, as the schedule does every minute. */
  const sweep = () =>
    lambda.send(
      new InvokeCommand({ FunctionName: 'local-superbowleto-process-boletos-to-register:current' }),
    );
  const queueStates = () => machine.sbwJson<QueueState[]>('queue', 'status');
  const bury = async (body: unknown) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: DEAD_LETTERS }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
  };

  it("finds the stage's two tenants, each with a key, a queue and wallets of its own", async () => {
    const tenants = await machine.sbwJson<TenantRecord[]>('tenant', 'list');
    const [first, second] = ['default', 'example-two'].map((one) => tenants.find(({ id }) => id === one));
    assert.equal(first?.api_key_ids.length, 1);
    assert.equal(second?.api_key_ids.length, 1);
    assert.equal(first?.allowed_queues?.includes(owner.url), true);
    assert.equal(second?.allowed_queues?.length, 1);
    const accounts = [first, second].map((one) => one?.wallets.map(({ issuer_account }) => issuer_account));
    assert.deepEqual(accounts, [
      ['9721', '9721'],
      ['9722', '9722'],
    ]);
  });

  it('keeps the tenants apart: boletos, wallets and queues', async () => {
    const { api: stage } = await machine.sbwJson<Status>('local', 'status');
    const other = new Api(stage.url, stage.second.key);
    const [queue] =
      (await machine.sbwJson<TenantRecord>('tenant', 'show', 'example-two')).allowed_queues ?? [];
    const id = await registered();
    assert.equal((await other.call('GET', `/boletos/${id}`)).status, 404);
    const fieldOf = async (fields: Record<string, unknown>) => {
      const { status, body } = await other.create(fields);
      return [status, body.errors?.[0]?.field];
    };
    assert.deepEqual(await fieldOf({ queue_url: queue }), [400, 'issuer_wallet']);
    assert.deepEqual(await fieldOf({ queue_url: owner.url, issuer_account: '9722' }), [400, 'queue_url']);
    assert.deepEqual(await fieldOf({ queue_url: queue, issuer_account: '9722' }), [201, undefined]);
  });

  it('creates a tenant with a key, a wallet and a configuration, and reads it back', async () => {
    const made = await machine.sbwJson<TenantRecord>(
      ...['tenant', 'create', 'loja-sul', '--allow-queue', owner.url, '--notify', 'later'],
    );
    assert.deepEqual([made.allowed_queues, made.api_key_ids], [[owner.url], []]);
    const bound = await machine.sbwJson<TenantRecord>(
      ...['tenant', 'add-key', 'loja-sul', '--api-key-id', 'a1b2c3d4e5'],
    );
    assert.deepEqual(bound.api_key_ids, ['a1b2c3d4e5']);
    const account = ['--issuer', 'bradesco', '--agency', '0338', '--account', '5555', '--wallet', '26'];
    await machine.sbwJson('tenant', 'add-wallet', 'loja-sul', ...account, '--next-title-id', '120001');
    const put = await machine.sbwJson<TenantConfiguration>(
      ...['tenant', 'configuration', 'put', 'loja-sul', '--external-id', 'default', ...account],
    );
    const listed = await machine.sbwJson<TenantConfiguration[]>(
      'tenant',
      'configuration',
      'list',
      'loja-sul',
    );
    assert.deepEqual(listed, [put]);
    const { stdout } = await machine.sbw('tenant', 'show', 'loja-sul');
    assert.equal(
      stdout,
      `tenant    loja-sul\nqueues    ${owner.url}\n` +
        'notify    later: nothing that the answer to a request with a key says\n' +
        'wallets   237/338/5555/26, last title id 120000, 0 % used\n' +
        `API keys  a1b2c3d4e5\ncreated   ${made.created_at}\n`,
    );
    const { stdout: wallets } = await machine.sbw('tenant', 'list-wallets', 'loja-sul');
    assert.match(wallets, /^loja-sul +237 +338 +5555 +26 +120000 +0 % +- +-$/m);
    const beneficiary = ['--beneficiary-name', 'Loja Sul Ltda.', '--beneficiary-document', '11222333000181'];
    const { stdout: described } = await machine.sbw(
      ...['tenant', 'update-wallet', 'loja-sul', ...account, ...beneficiary, '--agency-digit', '2'],
    );
    assert.match(described, /^ {10} {2}Loja Sul Ltda\., 11222333000181, without address, agency digit 2$/m);
  });

  it('gets the way out if a wallet or all queues are asked for that another tenant could have', async () => {
    const wallet = ['--issuer', 'development', '--agency', '3381', '--account', '9721', '--wallet', '26'];
    const taken = await machine.sbw('tenant', 'add-wallet', 'loja-sul', ...wallet);
    assert.deepEqual(
      [taken.code, taken.stderr],
      [
        1,
        'Error: Wallet 26 of development, agency 3381, account 9721, belongs to tenant "default". Take it from there first: ' +
          `sbw tenant remove-wallet default ${wallet.join(' ')}\n`,
      ],
    );
    const any = await machine.sbw('tenant', 'update', 'loja-sul', '--any-queue');
    assert.deepEqual(
      [any.code, any.stderr],
      [
        1,
        'Error: "loja-sul" is not the only tenant, so that its queues must be named: sbw tenant update loja-sul --allow-queue URL\n',
      ],
    );
  });

  it('changes of a tenant what is given, and removes its wallet and key', async () => {
    const updated = await machine.sbwJson<TenantRecord>('tenant', 'update', 'loja-sul', '--notify', 'always');
    assert.deepEqual([updated.notify, updated.allowed_queues], ['always', [owner.url]]);
    const account = ['--issuer', 'bradesco', '--agency', '338', '--account', '5555', '--wallet', '26'];
    const without = await machine.sbwJson<TenantRecord>('tenant', 'remove-wallet', 'loja-sul', ...account);
    assert.deepEqual(without.wallets, []);
    const { stdout } = await machine.sbw('tenant', 'remove-key', 'loja-sul', '--api-key-id', 'a1b2c3d4e5');
    assert.match(stdout, /^API keys {2}none: nobody can call as this tenant$/m);
  });

  it('gets the name of a missing flag', async () => {
    const { code, stderr } = await machine.sbw('tenant', 'update', 'loja-sul');
    assert.deepEqual(
      [code, stderr],
      [
        2,
        'Error: Say what to change: --allow-queue URL (repeatable), --any-queue, --notify or --payer-retention-days.\n',
      ],
    );
  });

  it('sees the whole life of a boleto, without any data of its payer', async () => {
    const id = await registered();
    const { code, stdout } = await machine.sbw('boleto', 'show', id);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^boleto +${id}\nstatus +registered\ntenant +default\n`));
    assert.match(stdout, /^attempts +1 of 100; none is under way$/m);
    assert.match(stdout, /\n\nNothing of it is left to send\.\n$/);
    assert.doesNotMatch(stdout, /Maria|98154524872/);
  });

  it('gets the reason why a boleto is not registered again', async () => {
    const id = await registered();
    const { code, stdout, stderr } = await machine.sbw('boleto', 'retry', id);
    assert.deepEqual(
      [code, stdout, stderr],
      [1, '', `Error: Boleto ${id} is registered: that is decided. Only a failed one is retried.\n`],
    );
  });

  it("notifies a boleto's owner again", async () => {
    const own = await OwnerQueue.create(machine, 'owner-notified-again');
    const { body } = await api.create({ queue_url: own.url });
    const notified = await machine.sbwJson<BoletoLife>('boleto', 'notify', String(body.id));
    assert.deepEqual(
      notified.outbox.map(({ kind, status }) => [kind, status]),
      [['notification', 'registered']],
    );
    await sweep();
    const messages = await own.messages(2);
    own.close();
    assert.deepEqual(
      messages.map(({ boleto_id, status }) => [boleto_id, status]),
      [1, 2].map(() => [body.id, 'registered']),
    );
    assert.equal(new Set(messages.map(({ notification_id }) => notification_id)).size, 2);
  });

  it('sees what is in a dead-letter queue, and moves it back to be processed', async () => {
    await bury({ boleto_id: await registered() });
    const [queue, dead] = await queueStates();
    assert.deepEqual(
      [queue?.queue, dead?.queue, dead?.visible],
      ['local-boletos-to-register', DEAD_LETTERS, 1],
    );
    const { stdout } = await machine.sbw('queue', 'redrive', 'boletos-to-register');
    assert.equal(stdout, `1 messages moved from ${DEAD_LETTERS} to local-boletos-to-register.\n`);
    await until('register-boleto has processed it', async () => {
      const counts = (await queueStates()).map(({ visible, in_flight }) => visible + in_flight);
      return counts.every((count) => count === 0);
    });
    const again = await machine.sbwJson<Redriven>('queue', 'redrive', 'boletos-to-register');
    assert.equal(again.moved, 0);
  });

  it('gets the names of the queues for a wrong one', async () => {
    const { code, stderr } = await machine.sbw('queue', 'redrive', 'boletos');
    assert.deepEqual(
      [code, stderr],
      [2, 'Error: There is no queue "boletos" in superbowleto.yml; there is boletos-to-register.\n'],
    );
  });

  describe('in a protected environment', () => {
    const file = () => join(machine.clone, 'protected.yml');
    const place = () => ['--env', 'local', '--file', file()];

    before(() => {
      const text = readFileSync(join(machine.clone, 'superbowleto.yml'), 'utf8');
      const other = text.replace('default_environment: local', 'default_environment: sandbox');
      writeFileSync(file(), other.replace(/^ {2}local:$/m, '  local:\n    protected: true'));
    });
    after(() => rmSync(file(), { force: true }));

    for (const command of [
      ['tenant', 'create', 'loja-norte'],
      ['tenant', 'update', 'default', '--any-queue'],
      ['tenant', 'add-wallet', 'default', ...'--issuer a --agency 1 --account 1 --wallet 1'.split(' ')],
      ['tenant', 'remove-wallet', 'default', ...'--issuer a --agency 1 --account 1 --wallet 1'.split(' ')],
      ['tenant', 'add-key', 'default', '--api-key-id', 'x'],
      ['tenant', 'remove-key', 'default', '--api-key-id', 'x'],
      ['boleto', 'retry', 'bol_x'],
      ['boleto', 'notify', 'bol_x'],
      ['queue', 'redrive', 'boletos-to-register'],
    ]) {
      it(`asks for confirmation before ${command.slice(0, 2).join(' ')}`, async () => {
        const { code, stdout } = await machine.sbw(...command, ...place(), '--json');
        assert.deepEqual([code, JSON.parse(stdout).error.code], [2, 'CONFIRMATION_NEEDED']);
      });
    }

    it('continues if --confirm names the environment', async () => {
      const made = await machine.sbwJson<TenantRecord>(
        ...['tenant', 'create', 'loja-norte', ...place(), '--confirm', 'local'],
      );
      assert.equal(made.id, 'loja-norte');
    });
  });
});
