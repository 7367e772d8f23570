import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@oclif/core';
import type { BoletoLife } from '../../../src/administration/index.js';
import BoletoNotify from '../../../src/commands/boleto/notify.js';
import BoletoRetry from '../../../src/commands/boleto/retry.js';
import BoletoShow from '../../../src/commands/boleto/show.js';
import TenantAddKey from '../../../src/commands/tenant/add-key.js';
import TenantAddWallet from '../../../src/commands/tenant/add-wallet.js';
import TenantConfigurationList from '../../../src/commands/tenant/configuration/list.js';
import TenantConfigurationPut from '../../../src/commands/tenant/configuration/put.js';
import TenantCreate from '../../../src/commands/tenant/create.js';
import TenantList from '../../../src/commands/tenant/list.js';
import TenantListWallets from '../../../src/commands/tenant/list-wallets.js';
import TenantRemoveKey from '../../../src/commands/tenant/remove-key.js';
import TenantRemoveWallet from '../../../src/commands/tenant/remove-wallet.js';
import TenantShow from '../../../src/commands/tenant/show.js';
import TenantUpdate from '../../../src/commands/tenant/update.js';
import TenantUpdateWallet from '../../../src/commands/tenant/update-wallet.js';
import { type LambdaEndpoint, serveLambda } from '../../support/lambda-endpoint.js';
import { runCommand } from '../../support/run-command.js';
import { projectFile } from './administer-project.js';

const tenant = {
  id: 'loja-sul',
  allowed_queues: null,
  notify: 'always',
  payer_retention_days: 0,
  wallets: [],
  api_key_ids: ['a1b2'],
  created_at: 'then',
};
const wallet = {
  tenant: 'loja-sul',
  bank: '237',
  issuer_agency: '3381',
  issuer_account: '9721',
  issuer_wallet: '26',
  last_title_id: 41,
  used_percent: 0,
  conflicts: [],
};
const configuration = {
  external_id: 'default',
  issuer: 'bradesco',
  issuer_agency: '3381',
  issuer_account: '9721',
  issuer_wallet: '26',
};
const { external_id: _, ...named } = configuration;
const boleto: BoletoLife = {
  id: 'bol_1',
  tenant_id: 'loja-sul',
  status: 'failed',
  register: true,
  ...configuration,
  issuer_agency_digit: null,
  issuer_account_digit: null,
  issuer_bank_account: null,
  document_type: null,
  discounts: null,
  days_to_expire: null,
  divergent_payment: null,
  title_id: 1,
  amount: 2000,
  paid_amount: 0,
  expiration_date: '2026-12-31',
  issuer_response_code: null,
  bank_response_code: null,
  registration_attempts: 100,
  attempts_allowed: 100,
  registering_until: null,
  queue_url: 'https://a',
  reference_id: null,
  request_id: null,
  traceparent: null,
  created_at: 'then',
  updated_at: 'then',
  payer_erased_at: null,
  changes: [],
  outbox: [],
};
const ANSWERS = {
  wallets: [wallet],
  restricted: [],
  tenant,
  tenants: [tenant],
  configuration,
  configurations: [configuration],
  boleto,
};

const KEY = ['--api-key-id', 'a1b2'];
const ACCOUNT = ['--issuer', 'bradesco', '--agency', '3381', '--account', '9721', '--wallet', '26'];
const QUEUES = ['--allow-queue', 'https://a', '--allow-queue', 'https://b'];

const reads: [Command.Class, string[], unknown][] = [
  [TenantList, [], { command: 'tenant.list' }],
  [TenantShow, ['loja-sul'], { command: 'tenant.show', tenant: 'loja-sul' }],
  [TenantListWallets, [], { command: 'wallet.list' }],
  [TenantListWallets, ['loja-sul'], { command: 'wallet.list', tenant: 'loja-sul' }],
  [TenantConfigurationList, ['loja-sul'], { command: 'configuration.list', tenant: 'loja-sul' }],
  [BoletoShow, ['bol_1'], { command: 'boleto.show', id: 'bol_1' }],
];

const changes: [Command.Class, string[], unknown, string][] = [
  [
    TenantCreate,
    ['loja-sul'],
    { command: 'tenant.create', tenant: 'loja-sul' },
    'Environment live gets the tenant loja-sul. If it is the second one, the first keeps only the queues that its boletos name.',
  ],
  [
    TenantCreate,
    ['loja-sul', ...QUEUES],
    { command: 'tenant.create', tenant: 'loja-sul', allowed_queues: ['https://a', 'https://b'] },
    'Environment live gets the tenant loja-sul. If it is the second one, the first keeps only the queues that its boletos name.',
  ],
  [
    TenantUpdate,
    ['loja-sul', '--any-queue'],
    { command: 'tenant.update', tenant: 'loja-sul', allowed_queues: null },
    'Settings of tenant loja-sul of live will change.',
  ],
  [
    TenantUpdate,
    ['loja-sul', ...QUEUES],
    { command: 'tenant.update', tenant: 'loja-sul', allowed_queues: ['https://a', 'https://b'] },
    'Settings of tenant loja-sul of live will change.',
  ],
  [
    TenantUpdate,
    ['loja-sul', '--notify', 'later'],
    { command: 'tenant.update', tenant: 'loja-sul', notify: 'later' },
    'Settings of tenant loja-sul of live will change.',
  ],
  [
    TenantAddWallet,
    ['loja-sul', ...ACCOUNT],
    { command: 'wallet.add', tenant: 'loja-sul', ...named },
    'Tenant loja-sul of live will issue on wallet 26 of bradesco, agency 3381, account 9721.',
  ],
  [
    TenantAddWallet,
    ['loja-sul', ...ACCOUNT, '--beneficiary-name', 'Loja', '--agency-digit', '2', '--account-digit', ''],
    {
      command: 'wallet.add',
      tenant: 'loja-sul',
      ...named,
      beneficiary_name: 'Loja',
      agency_digit: '2',
      account_digit: null,
    },
    'Tenant loja-sul of live will issue on wallet 26 of bradesco, agency 3381, account 9721.',
  ],
  [
    TenantUpdateWallet,
    ['loja-sul', ...ACCOUNT, '--beneficiary-document', '11222333000181', '--beneficiary-address', ''],
    {
      command: 'wallet.update',
      tenant: 'loja-sul',
      ...named,
      beneficiary_document_number: '11222333000181',
      beneficiary_address: null,
    },
    'New boletos of live on wallet 26 of bradesco, agency 3381, account 9721, will name another beneficiary or account.',
  ],
  [
    TenantUpdateWallet,
    ['loja-sul', ...ACCOUNT, '--bank-account', '00012345'],
    { command: 'wallet.update', tenant: 'loja-sul', ...named, bank_account: '00012345' },
    'New boletos of live on wallet 26 of bradesco, agency 3381, account 9721, will name another beneficiary or account.',
  ],
  [
    TenantAddWallet,
    ['loja-sul', ...ACCOUNT, '--next-title-id', '120001'],
    { command: 'wallet.add', tenant: 'loja-sul', ...named, next_title_id: 120_001 },
    'Tenant loja-sul of live will issue on wallet 26 of bradesco, agency 3381, account 9721.',
  ],
  [
    TenantRemoveWallet,
    ['loja-sul', ...ACCOUNT],
    { command: 'wallet.remove', tenant: 'loja-sul', ...named },
    'Tenant loja-sul of live will no longer issue on wallet 26 of bradesco, agency 3381, account 9721.',
  ],
  [
    TenantAddKey,
    ['loja-sul', ...KEY],
    { command: 'tenant.add-key', tenant: 'loja-sul', api_key_id: 'a1b2' },
    'Who holds API key a1b2 will call as tenant loja-sul of live.',
  ],
  [
    TenantRemoveKey,
    ['loja-sul', ...KEY],
    { command: 'tenant.remove-key', tenant: 'loja-sul', api_key_id: 'a1b2' },
    'Who holds API key a1b2 will be refused by live.',
  ],
  [
    TenantConfigurationPut,
    ['loja-sul', '--external-id', 'default', ...ACCOUNT],
    { command: 'configuration.put', tenant: 'loja-sul', ...configuration },
    'Boletos of tenant loja-sul of live will be issued at account 9721 of bradesco.',
  ],
  [
    BoletoRetry,
    ['bol_1'],
    { command: 'boleto.retry', id: 'bol_1' },
    'Boleto bol_1 of live will be registered at its bank again.',
  ],
  [
    BoletoNotify,
    ['bol_1'],
    { command: 'boleto.notify', id: 'bol_1' },
    'The owner of boleto bol_1 in live will be told of it again.',
  ],
];

describe('sbw tenant and sbw boleto', () => {
  let endpoint: LambdaEndpoint;
  let folder: string;
  let file: string;
  let requests: { function: string | undefined; body: unknown }[];

  before(async () => {
    endpoint = await serveLambda(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const name = request.url?.split('/')[3];
      requests.push({ function: name, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.end(JSON.stringify({ ok: true, ...ANSWERS }));
    });
    folder = mkdtempSync(join(tmpdir(), 'sbw-administer-'));
    file = join(folder, 'superbowleto.yml');
    writeFileSync(file, projectFile(endpoint.url));
  });
  beforeEach(() => {
    requests = [];
  });
  after(async () => {
    await endpoint?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (command: Command.Class, args: string[]) =>
    runCommand(command, [...args, '--file', file], {
      env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_PROFILE: undefined },
    });

  for (const [command, args, body] of reads) {
    it(`${(body as { command: string }).command} ${args.join(' ')} needs no confirmation`, async () => {
      const { code, stdout, stderr } = await run(command, [...args, '--env', 'live']);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /loja-sul|default|bol_1/);
      assert.deepEqual(requests, [{ function: 'live-sample-administer', body }]);
    });
  }

  for (const [command, args, body, warning] of changes) {
    it(`${(body as { command: string }).command} ${args.join(' ')} needs a confirmation in a protected environment`, async () => {
      const refused = await run(command, [...args, '--env', 'live']);
      assert.deepEqual(
        [refused.code, refused.stderr.split('\n')[0], requests],
        [2, warning, []],
        refused.stderr,
      );
      const { code, stdout, stderr } = await run(command, [...args, '--env', 'live', '--confirm', 'live']);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /loja-sul|default|bol_1/);
      assert.deepEqual(requests, [{ function: 'live-sample-administer', body }]);
    });
  }

  it('uses the default environment, which is not protected, when none is named', async () => {
    assert.equal((await run(BoletoRetry, ['bol_1'])).code, 0);
    assert.deepEqual(requests, [
      { function: 'sandbox-sample-administer', body: { command: 'boleto.retry', id: 'bol_1' } },
    ]);
  });

  it('prints the answer itself with --json', async () => {
    const { stdout } = await run(TenantList, ['--json']);
    assert.deepEqual(JSON.parse(stdout), [tenant]);
  });

  it('requires something to change from update', async () => {
    const { code, stderr } = await run(TenantUpdate, ['loja-sul', '--env', 'live', '--confirm', 'live']);
    assert.deepEqual(
      [code, stderr, requests],
      [
        2,
        'Error: Say what to change: --allow-queue URL (repeatable), --any-queue, --notify or --payer-retention-days.\n',
        [],
      ],
    );
  });
});
