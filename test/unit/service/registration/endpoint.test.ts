import assert from 'node:assert/strict';
import { endpointOf } from '../../../../src/service/registration/bank-call.js';

describe('the URL of a bank’s operation', () => {
  for (const path of ['/apiregistro/api', '/v2/boleto/register']) {
    it(`has ${path} once, also from a setting of the earlier service`, () => {
      for (const end of ['', '/', path, `${path}/`]) {
        assert.equal(endpointOf(`https://bank.example${end}`, path).href, `https://bank.example${path}`);
      }
      assert.equal(endpointOf('https://bank.example/x', path).href, `https://bank.example/x${path}`);
    });
  }
});
