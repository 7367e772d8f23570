import assert from 'node:assert/strict';
import type { Running } from '../../../../src/cli/local/bring-up.js';
import { welcome } from '../../../../src/cli/local/welcome.js';

describe('welcome', () => {
  const running = {
    stage: { endpoint: 'http://127.0.0.1:4580' },
    api: {
      url: 'http://127.0.0.1:4580/api',
      key: 'key-one',
      tenant: 'one',
      second: { key: 'key-two', tenant: 'two' },
    },
    ownerQueue: 'http://127.0.0.1:4580/queue',
  } as unknown as Running;

  it('prints a request that can be pasted, for a boleto that is due in thirty days', () => {
    const text = welcome(running, new Date('2026-12-05T23:00:00.000Z'));
    const [, headers, body] = /^curl -sS -X POST (.*) -d '(.*)'$/m.exec(text) ?? [];
    assert.equal(
      headers,
      "'http://127.0.0.1:4580/api/boletos' -H 'x-api-key: key-one' -H 'content-type: application/json'",
    );
    const { queue_url, expiration_date } = JSON.parse(body ?? '');
    assert.deepEqual([queue_url, expiration_date], ['http://127.0.0.1:4580/queue', '2027-01-04']);
  });

  it('prints both keys with their tenants', () => {
    const text = welcome(running, new Date(0));
    assert.match(text, /key-one {3}\(tenant one\)\n +key-two {3}\(tenant two\)\n/);
  });
});
