import assert from 'node:assert/strict';
import { administer } from '../../../../src/service/administration/administer.js';
import { handler } from '../../../../src/service/functions/administer.js';
import { OWNER, TO_REGISTER, useService } from '../harness.js';

const _ALWAYS_PENDING = 5_000_003;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

// biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it, and a wrong shape fails there
type Answer = any;

describe('administer', () => {
  const service = useService();
  beforeEach(async () => {
    await service.sql("UPDATE title_ids SET tenant_id = NULL WHERE tenant_id <> 'default'");
    await service.sql("DELETE FROM tenant_api_keys WHERE tenant_id <> 'default'");
    await service.sql('DELETE FROM configurations');
    await service.sql("DELETE FROM tenants WHERE id <> 'default'");
    await service.sql('UPDATE tenants SET allowed_queues = NULL');
  });

  const ask = async (command: unknown, fields: Record<string, unknown> = {}): Promise<Answer> =>
    JSON.parse(JSON.stringify(await administer(() => service, { command, ...fields }, Date.now() + 5_000)));
  const refusal = async (command: unknown, fields: Record<string, unknown> = {}): Promise<string[]> => {
    const { ok, error } = await ask(command, fields);
    assert.equal(ok, false);
    return [error.code, error.message];
  };
  it('answers the smoke event without settings or a database', async () => {
    const context = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 10_000 };
    assert.equal(await handler({ superbowleto: 'smoke' }, context), 'smoke');
  });

  it('answers a missing setting as data, and does not throw', async () => {
    const context = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 10_000 };
    const { ok, error } = (await handler({ command: 'tenant.list' }, context)) as Answer;
    assert.deepEqual([ok, error.code], [false, 'MISSING_SETTING']);
  });

  it('lists the commands if it does not know the given one', async () => {
    const [code, message = ''] = await refusal('tenant.destroy');
    assert.equal(code, 'UNKNOWN_COMMAND');
    assert.match(message, /^"command" must be one of tenant\.list, .*; it is "tenant\.destroy"\./);
    assert.equal((await refusal('constructor'))[0], 'UNKNOWN_COMMAND');
    assert.equal((await refusal(undefined))[0], 'UNKNOWN_COMMAND');
  });

  it('reports every wrong field at once', async () => {
    assert.deepEqual(
      await refusal('tenant.create', { tenant: 'Loja Sul', allowed_queues: [], colour: 'blue' }),
      [
        'INVALID_REQUEST',
        '"tenant" must be 1 to 63 of a-z, 0-9 and the hyphen, and begin with a letter, as in "loja-sul"; ' +
          '"allowed_queues" must name a queue, or be null; "colour" is not allowed',
      ],
    );
  });

  it('creates a tenant, and lists and shows it', async () => {
    const { ok, tenant } = await ask('tenant.create', { tenant: 'loja-sul', allowed_queues: [OWNER] });
    assert.equal(ok, true);
    assert.match(tenant.created_at, TIME);
    assert.deepEqual([tenant.id, tenant.allowed_queues, tenant.api_key_ids], ['loja-sul', [OWNER], []]);
    const { tenants } = await ask('tenant.list');
    assert.deepEqual(
      tenants.map(({ id }: { id: string }) => id),
      ['default', 'loja-sul'],
    );
    assert.deepEqual(tenants[1], tenant);
    assert.deepEqual((await ask('tenant.show', { tenant: 'loja-sul' })).tenant, tenant);
  });

  it('refuses to create a tenant whose id exists', async () => {
    assert.deepEqual(await refusal('tenant.create', { tenant: 'default', allowed_queues: null }), [
      'TENANT_EXISTS',
      'There is a tenant "default" already. Change it: sbw tenant update default',
    ]);
  });

  it('refuses a queue that the service may not send to', async () => {
    const own = TO_REGISTER.replace('sqs.us-east-1', 'us-east-1.queue');
    const elsewhere = OWNER.replace('us-east-1', 'sa-east-1');
    assert.deepEqual(
      await refusal('tenant.update', { tenant: 'default', allowed_queues: [OWNER, own, elsewhere] }),
      [
        'QUEUE_NOT_ALLOWED',
        `${own}, ${elsewhere}: must be the URL of an SQS queue of the service's region, and none of the service's own.`,
      ],
    );
  });

  it('allows a tenant a queue of another account', async () => {
    const foreign = 'https://sqs.us-east-1.amazonaws.com/999999999999/theirs';
    const { tenant } = await ask('tenant.create', { tenant: 'loja-sul', allowed_queues: [foreign] });
    assert.deepEqual(tenant.allowed_queues, [foreign]);
  });

  it('changes of a tenant only what is given', async () => {
    await ask('tenant.create', { tenant: 'loja-sul', allowed_queues: [OWNER], notify: 'later' });
    const update = async (settings: Record<string, unknown>) => {
      const { tenant } = await ask('tenant.update', { tenant: 'loja-sul', ...settings });
      return [tenant.allowed_queues, tenant.notify];
    };
    assert.deepEqual(await update({}), [[OWNER], 'later']);
    assert.deepEqual(await update({ notify: 'always' }), [[OWNER], 'always']);
    assert.deepEqual(await update({ allowed_queues: [`${OWNER}2`] }), [[`${OWNER}2`], 'always']);
    assert.deepEqual(await refusal('tenant.update', { tenant: 'loja-sul', notify: 'never' }), [
      'INVALID_REQUEST',
      '"notify" must be one of [always, later]',
    ]);
    assert.deepEqual(await refusal('tenant.update', { tenant: 'nobody', allowed_queues: null }), [
      'NO_SUCH_TENANT',
      'There is no tenant "nobody". See those there are: sbw tenant list',
    ]);
  });

  it('allows any queue to the only tenant, and to none of several', async () => {
    const update = () => ask('tenant.update', { tenant: 'default', allowed_queues: null });
    assert.equal((await update()).tenant.allowed_queues, null);
    await ask('tenant.create', { tenant: 'loja-sul' });
    assert.deepEqual(await refusal('tenant.update', { tenant: 'default', allowed_queues: null }), [
      'QUEUES_NEEDED',
      '"default" is not the only tenant, so that its queues must be named: sbw tenant update default --allow-queue URL',
    ]);
  });

  it('adds an API key to one tenant, and may repeat it', async () => {
    await ask('tenant.create', { tenant: 'loja-sul', allowed_queues: null });
    const bind = { tenant: 'loja-sul', api_key_id: 'key-of-loja' };
    assert.deepEqual((await ask('tenant.add-key', bind)).tenant.api_key_ids, ['key-of-loja']);
    assert.deepEqual((await ask('tenant.add-key', bind)).tenant.api_key_ids, ['key-of-loja']);
    assert.deepEqual(await refusal('tenant.add-key', { ...bind, tenant: 'default' }), [
      'API_KEY_TAKEN',
      'API key key-of-loja belongs to tenant "loja-sul". Take it from there first: ' +
        'sbw tenant remove-key loja-sul --api-key-id key-of-loja',
    ]);
    assert.equal((await refusal('tenant.add-key', { ...bind, tenant: 'nobody' }))[0], 'NO_SUCH_TENANT');
  });

  it('removes an API key, once', async () => {
    await ask('tenant.create', { tenant: 'loja-sul', allowed_queues: null });
    const bind = { tenant: 'loja-sul', api_key_id: 'key-of-loja' };
    await ask('tenant.add-key', bind);
    assert.deepEqual((await ask('tenant.remove-key', bind)).tenant.api_key_ids, []);
    assert.deepEqual(await refusal('tenant.remove-key', bind), [
      'NO_SUCH_KEY',
      'API key key-of-loja is not one of tenant "loja-sul". See its keys: sbw tenant show loja-sul',
    ]);
  });

  describe('with configurations', () => {
    const bradesco = {
      tenant: 'default',
      external_id: 'loja',
      issuer: 'bradesco',
      issuer_agency: '3381',
      issuer_account: '9721',
      issuer_wallet: '26',
    };

    it('creates one, replaces it by its external id, and lists it', async () => {
      const created = (await ask('configuration.put', bradesco)).configuration;
      const replaced = (await ask('configuration.put', { ...bradesco, issuer_wallet: '25' })).configuration;
      assert.deepEqual([replaced.id, replaced.issuer_wallet], [created.id, '25']);
      assert.deepEqual((await ask('configuration.list', { tenant: 'default' })).configurations, [replaced]);
    });

    it('checks one by the rules of its bank', async () => {
      assert.deepEqual(await refusal('configuration.put', { ...bradesco, issuer_agency: '33811' }), [
        'INVALID_REQUEST',
        '"issuer_agency" must be 1 to 4 digits',
      ]);
    });

    it('refuses an unknown tenant', async () => {
      assert.deepEqual((await ask('configuration.list', { tenant: 'default' })).configurations, []);
      assert.equal((await refusal('configuration.list', { tenant: 'nobody' }))[0], 'NO_SUCH_TENANT');
      assert.equal(
        (await refusal('configuration.put', { ...bradesco, tenant: 'nobody' }))[0],
        'NO_SUCH_TENANT',
      );
    });
  });

  it('reports a pending migration if the database lacks a table', async () => {
    await service.sql('ALTER TABLE configurations RENAME TO hidden');
    try {
      assert.equal((await refusal('configuration.list', { tenant: 'default' }))[0], 'MIGRATION_PENDING');
    } finally {
      await service.sql('ALTER TABLE hidden RENAME TO configurations');
    }
  });
});
