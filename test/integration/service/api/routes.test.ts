import assert from 'node:assert/strict';
import { useApi } from '../api.js';

describe('the routes of the API', () => {
  const { api } = useApi();

  for (const method of ['DELETE', 'PUT', 'PATCH', 'OPTIONS']) {
    it(`answer 405 to ${method} /boletos, as the earlier service did`, async () => {
      const { status, bytes } = await api({ method, path: '/boletos' });
      assert.equal(status, 405);
      assert.equal(
        bytes.toString(),
        `{"errors":[{"type":"method_not_allowed","message":"${method} method is not allowed for boleto resource","field":null}]}`,
      );
    });
  }

  it('find a configuration by any external id', async () => {
    const issuer = {
      issuer: 'development',
      issuer_account: '9721',
      issuer_agency: '3381',
      issuer_wallet: '26',
    };
    for (const external_id of ['loja centro', 'são/joão', '100%', '%41', '+', '..%2f']) {
      const stored = await api({
        method: 'POST',
        path: '/configurations',
        body: { ...issuer, external_id },
      });
      assert.equal(stored.status, 201);
      const found = await api({ method: 'GET', path: `/configurations/${encodeURIComponent(external_id)}` });
      assert.equal(found.status, 200, external_id);
      assert.deepEqual(found.json(), stored.json());
    }
  });

  it('refuse a key that belongs to no tenant', async () => {
    for (const path of ['/boletos', '/boletos/bol_c0', '/boletos/bol_c0/slip', '/configurations/x']) {
      const { status, json } = await api({ method: 'GET', path, apiKeyId: 'key-of-nobody' });
      assert.equal(status, 403, path);
      assert.deepEqual(json(), {
        errors: [{ type: 'authorization', message: 'This API key belongs to no tenant', field: null }],
      });
    }
  });
});
