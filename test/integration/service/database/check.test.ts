import assert from 'node:assert/strict';
import { checkDatabase } from '../../../../src/service/database/check.js';
import { secretsHolding, useService } from '../harness.js';

const NAME = 'test/database/password';
const VERSION = '0000000000000000001';

describe('the function check-database', () => {
  const service = useService();

  const check = (event: unknown) => {
    const secrets = secretsHolding({
      [NAME]: [service.server.password],
      [`${NAME}.pending`]: ['of-tomorrow'],
      'test/providers/bradesco': ['no password'],
    });
    return checkDatabase({ ...service, secrets: async () => secrets }, event);
  };
  const described = () => {
    const { host, port, user } = service.settings.database;
    return { ok: true, database: { host, port, user }, clientRule: 2 };
  };

  it('describes its database and the version of its client rule', async () => {
    assert.deepEqual(await check({ command: 'describe' }), described());
  });

  it('reads a password and answers whether it logs in', async () => {
    const login = (name: string) => check({ command: 'login', name, version: VERSION });
    assert.deepEqual(await login(NAME), { ...described(), login: true });
    assert.deepEqual(await login(`${NAME}.pending`), { ...described(), login: false });
  });

  it('tries only the passwords of its own environment', async () => {
    for (const name of ['test/providers/bradesco', 'live/database/password', undefined]) {
      const answer = await check({ command: 'login', name, version: VERSION });
      assert.deepEqual(answer, {
        ok: false,
        error: {
          code: 'CHECK_UNKNOWN',
          message:
            'check-database: The function takes { command: describe } and { command: login, name, version } with a password of test.',
        },
      });
    }
  });

  it('answers an error if it cannot know', async () => {
    const unreachable = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const parts = {
      ...service,
      database: {
        async login(): Promise<boolean> {
          throw unreachable;
        },
      },
      secrets: async () => secretsHolding({ [NAME]: ['any'] }),
    };
    assert.deepEqual(await checkDatabase(parts, { command: 'login', name: NAME, version: VERSION }), {
      ok: false,
      error: { code: 'ECONNREFUSED', message: 'check-database: connect ECONNREFUSED' },
    });
  });
});
