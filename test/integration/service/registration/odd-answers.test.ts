import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Boleto } from '../../../../src/service/boletos/boleto.js';
import { attemptOf, boletoOf, providersOf, registering } from '../../../support/banks.js';

/** Answers that no simulator gives, from a bank that says what the test tells it to. */
describe('answers that contradict themselves', () => {
  let server: Server;
  let banks: { url: () => string };
  let answers: [status: number, body: unknown][] = [];
  const heard: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      heard.push(request.method ?? '');
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
    heard.length = 0;
  });

  const register = async (boleto: Boleto, number: number, ...given: [number, unknown][]) => {
    answers = given;
    const { status, code } = await registering(providersOf(banks), boleto, attemptOf(number));
    return [status, code];
  };
  const says = (codigo: unknown, title: object = {}) => ({ boleto: title, status: { codigo } });

  describe('of Bradesco', () => {
    const boleto = boletoOf('bradesco');
    const numbers = {
      nosso_numero: Number(boleto.title_id),
      numero_documento: String(boleto.title_id),
    };

    it('no success counts with a status of failure', async () => {
      for (const status of [400, 404, 500, 503]) {
        assert.deepEqual(await register(boleto, 1, [status, says(0)]), ['pending_registration', '0']);
      }
    });

    it('no refusal counts while the bank itself fails; with a 4xx it does', async () => {
      assert.deepEqual(await register(boleto, 1, [500, says(9300520)]), ['pending_registration', '9300520']);
      assert.deepEqual(await register(boleto, 1, [400, says(9300520)]), ['refused', '9300520']);
    });

    it('no code counts that is none', async () => {
      for (const codigo of [null, '', 'OK', 1.5, true, {}]) {
        await assert.rejects(register(boleto, 1, [200, says(codigo)]), {
          code: 'PROVIDER_ANSWER_UNCLEAR',
        });
      }
    });

    it('a registration under another number is not the boleto’s', async () => {
      const answer = says(0, { nosso_numero: '00000000777' });
      assert.deepEqual(await register(boleto, 1, [201, answer]), ['pending_registration', '0']);
    });

    it('a title without value and due date is ours where an earlier attempt of ours explains it', async () => {
      assert.deepEqual(await register(boleto, 2, [200, says('0', numbers)]), ['registered', '0']);
      assert.deepEqual(heard, ['GET']);
    });

    it('it is not at the first attempt, nor where the bank held it before we asked', async () => {
      const held: [number, unknown][] = [
        [200, says(9300574)],
        [200, says(0, numbers)],
      ];
      assert.deepEqual(await register(boleto, 1, ...held), ['pending_registration', '9300574']);
      const earlier = { ...boleto, issuer_response_code: '9300574' };
      assert.deepEqual(await register(earlier, 2, [200, says(0, numbers)]), [
        'pending_registration',
        '9300574',
      ]);
    });

    it('nothing is registered again while the bank cannot tell what it holds', async () => {
      assert.deepEqual(await register(boleto, 2, [200, says(93005116)]), [
        'pending_registration',
        '93005116',
      ]);
      assert.deepEqual(await register(boleto, 2, [200, says(93005500)]), [
        'pending_registration',
        '93005500',
      ]);
      await assert.rejects(register(boleto, 2, [200, {}]), { code: 'PROVIDER_ANSWER_UNCLEAR' });
      assert.deepEqual(heard, ['GET', 'GET', 'GET']);
    });
  });

  describe('of boleto-api', () => {
    const boleto = boletoOf('boleto-api-caixa');
    const refusal = { code: '1', message: '(54) OPERACAO NAO PERMITIDA - HASH DIVERGENTE' };

    it('no refusal counts while the gateway itself fails; with a 4xx it does', async () => {
      const body = { errors: [refusal] };
      assert.deepEqual(await register(boleto, 1, [502, body]), ['pending_registration', '54']);
      assert.deepEqual(await register(boleto, 1, [400, body]), ['refused', '54']);
    });

    it('every error has to be a refusal', async () => {
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
