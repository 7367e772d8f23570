import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Boleto } from '../../../../src/service/boletos/boleto.js';
import { attemptOf, boletoOf, providersOf, registering } from '../../../support/banks.js';

/** Tests with answers that no simulator gives: here the test itself writes the bank's answers. */
describe('a bank answer that contradicts itself', () => {
  let server: Server;
  let banks: { url: () => string };
  let answers: [status: number, body: unknown][] = [];
  const methods: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      methods.push(request.method ?? '');
      const [status, body] = answers.shift() ?? [500, {}];
      request.resume().on('end', () => response.writeHead(status).end(JSON.stringify(body)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    banks = { url: () => url };
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    methods.length = 0;
  });

  const register = async (boleto: Boleto, number: number, ...given: [number, unknown][]) => {
    answers = given;
    const { status, code } = await registering(providersOf(banks), boleto, attemptOf(number));
    return [status, code];
  };
  const withCode = (codigo: unknown, title: object = {}) => ({ boleto: title, status: { codigo } });

  describe('of Bradesco', () => {
    const boleto = boletoOf('bradesco');
    const numbers = {
      nosso_numero: Number(boleto.title_id),
      numero_documento: String(boleto.title_id),
    };

    it('does not count as a success with an HTTP status of failure', async () => {
      for (const status of [400, 404, 500, 503]) {
        assert.deepEqual(await register(boleto, 1, [status, withCode(0)]), ['pending_registration', '0']);
      }
    });

    it('counts as a refusal with HTTP 4xx, but not with 5xx', async () => {
      assert.deepEqual(await register(boleto, 1, [500, withCode(9300520)]), [
        'pending_registration',
        '9300520',
      ]);
      assert.deepEqual(await register(boleto, 1, [400, withCode(9300520)]), ['refused', '9300520']);
    });

    it('is unclear if its code is not one', async () => {
      for (const codigo of [null, '', 'OK', 1.5, true, {}]) {
        await assert.rejects(register(boleto, 1, [200, withCode(codigo)]), {
          code: 'PROVIDER_ANSWER_UNCLEAR',
        });
      }
    });

    it('does not register the boleto if it names another number', async () => {
      const answer = withCode(0, { nosso_numero: '00000000777' });
      assert.deepEqual(await register(boleto, 1, [201, answer]), ['pending_registration', '0']);
    });

    it('registers a title without value and due date if an earlier attempt of ours explains it', async () => {
      assert.deepEqual(await register(boleto, 2, [200, withCode('0', numbers)]), ['registered', '0']);
      assert.deepEqual(methods, ['GET']);
    });

    it('registers no such title at the first attempt, or if the bank had it before we asked', async () => {
      const held: [number, unknown][] = [
        [200, withCode(9300574)],
        [200, withCode(0, numbers)],
      ];
      assert.deepEqual(await register(boleto, 1, ...held), ['pending_registration', '9300574']);
      const earlier = { ...boleto, issuer_response_code: '9300574' };
      assert.deepEqual(await register(earlier, 2, [200, withCode(0, numbers)]), [
        'pending_registration',
        '9300574',
      ]);
    });

    it('leads to no second registration while the bank cannot say which titles it has', async () => {
      assert.deepEqual(await register(boleto, 2, [200, withCode(93005116)]), [
        'pending_registration',
        '93005116',
      ]);
      assert.deepEqual(await register(boleto, 2, [200, withCode(93005500)]), [
        'pending_registration',
        '93005500',
      ]);
      await assert.rejects(register(boleto, 2, [200, {}]), { code: 'PROVIDER_ANSWER_UNCLEAR' });
      assert.deepEqual(methods, ['GET', 'GET', 'GET']);
    });
  });

  describe('of boleto-api', () => {
    const boleto = boletoOf('boleto-api-caixa');
    const refusal = { code: '1', message: '(54) OPERACAO NAO PERMITIDA - HASH DIVERGENTE' };

    it('counts as a refusal with HTTP 4xx, but not with 5xx', async () => {
      const body = { errors: [refusal] };
      assert.deepEqual(await register(boleto, 1, [502, body]), ['pending_registration', '54']);
      assert.deepEqual(await register(boleto, 1, [400, body]), ['refused', '54']);
    });

    it('is a refusal only if every error is one', async () => {
      const unknown = { code: '777', message: '' };
      for (const errors of [
        [refusal, unknown],
        [unknown, refusal],
      ]) {
        const [status] = await register(boleto, 1, [400, { errors }]);
        assert.equal(status, 'pending_registration');
      }
      const two = { errors: [refusal, { code: 'MPDocumentNumber', message: '' }] };
      assert.deepEqual(await register(boleto, 1, [400, two]), ['refused', '54']);
    });
  });
});
