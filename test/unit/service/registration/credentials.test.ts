import assert from 'node:assert/strict';
import { createProviderCredentials } from '../../../../src/service/registration/credentials.js';
import { secretsOf } from '../../../support/banks.js';

const NAME = 'live/providers/bank';

function credentialsOf(secrets: ReturnType<typeof secretsOf>) {
  return createProviderCredentials({
    name: NAME,
    secrets: async () => secrets as never,
    parse: (value) => (typeof value === 'string' ? { key: value } : undefined),
    form: '"key"',
  });
}

describe('the credentials of a provider', () => {
  it('are read once for concurrent and later callers', async () => {
    const secrets = secretsOf({ [NAME]: 'one' });
    const credentials = credentialsOf(secrets);
    const read = await Promise.all([credentials.current(), credentials.current(), credentials.current()]);
    assert.deepEqual(read, [{ key: 'one' }, { key: 'one' }, { key: 'one' }]);
    assert.deepEqual(await credentials.current(), { key: 'one' });
    assert.equal(secrets.reads, 1);
  });

  it('mistake 12: are read again after a read that failed', async () => {
    const secrets = secretsOf({ [NAME]: 'one' });
    const credentials = credentialsOf(secrets);
    secrets.failure = new Error('no');
    await assert.rejects(credentials.current(), { message: 'no' });
    assert.deepEqual(await credentials.current(), { key: 'one' });
  });

  it('are read once after a refusal, also for concurrent callers', async () => {
    const secrets = secretsOf({ [NAME]: 'old' });
    const credentials = credentialsOf(secrets);
    const refused = await credentials.current();
    secrets.values[NAME] = 'new';
    const renewed = await Promise.all([credentials.renewed(refused), credentials.renewed(refused)]);
    assert.deepEqual(renewed, [{ key: 'new' }, { key: 'new' }]);
    assert.deepEqual(await credentials.renewed(refused), { key: 'new' });
    assert.equal(secrets.reads, 2);
  });

  it('are the same object after a refusal if credstash holds no others', async () => {
    const credentials = credentialsOf(secretsOf({ [NAME]: 'one' }));
    const refused = await credentials.current();
    assert.equal(await credentials.renewed(refused), refused);
  });

  it('stay those that worked if a later secret is malformed, and the error does not quote it', async () => {
    const secrets = secretsOf({ [NAME]: 'one' });
    const credentials = credentialsOf(secrets);
    const refused = await credentials.current();
    secrets.values[NAME] = { password: 'hidden' };
    await assert.rejects(credentials.renewed(refused), {
      code: 'PROVIDER_CREDENTIALS',
      message:
        'The secret live/providers/bank is not of the form "key". Put it right: sbw credstash put live/providers/bank',
    });
    assert.equal(await credentials.current(), refused);
  });
});
