import assert from 'node:assert/strict';
import { parseBoleto, toBarcode } from '../../../../src/boleto/index.js';
import { freePort } from '../../../../src/emulator/port.js';
import type { Boleto } from '../../../../src/service/boletos/boleto.js';
import { ISSUERS, isIssuer } from '../../../../src/service/issuers/issuers.js';
import {
  attemptOf,
  BOLETO_API,
  boletoOf,
  providersOf,
  registering,
  secretsOf,
  useBanks,
} from '../../../support/banks.js';

type Issuer = Boleto['issuer'];

/** Milliseconds: long enough for the bank to store the title, but not for its answer. */
const SHORT = 300;
const GATEWAY = Object.keys(ISSUERS)
  .filter(isIssuer)
  .filter((issuer) => ISSUERS[issuer].provider === 'boleto-api');
const NUMBERED_BY_US = GATEWAY.filter((issuer) => issuer !== 'boleto-api-stone');
/** The issuers whose error for a number that is taken we know. */
const WITH_KNOWN_ERROR: readonly Issuer[] = ['boleto-api-bradesco-shopfacil', 'boleto-api-caixa'];

describe('registering through boleto-api', () => {
  const banks = useBanks();

  const register = (boleto: Boleto, attempt = attemptOf()) =>
    registering(providersOf(banks), boleto, attempt);
  /** Counts the titles that the bank has of a boleto and the requests that it got about it. */
  const counts = async (boleto: Boleto) => {
    const bank = Number(ISSUERS[boleto.issuer].bank);
    const all = await banks.counts('boleto-api');
    const count = all.find(({ key }) => key.startsWith(`${bank}/`) && key.endsWith(`/${boleto.title_id}`));
    return [count?.titles, count?.posts];
  };

  for (const issuer of GATEWAY) {
    it(`registers at ${issuer}, and returns the codes that its bank printed`, async () => {
      const boleto = boletoOf(issuer);
      const { status, code, barcode, digitableLine, boletoUrl, issuerId } = await register(boleto);
      assert.deepEqual([status, code], ['registered', null]);
      const read = parseBoleto(barcode ?? '', { referenceDate: boleto.expiration_date });
      assert.deepEqual([read.bank, read.amount], [ISSUERS[issuer].bank, boleto.amount]);
      assert.equal(toBarcode(digitableLine ?? ''), barcode);
      assert.match(boletoUrl ?? '', /\/boleto\?fmt=html&id=[0-9a-f]{24}&pk=/);
      assert.match(issuerId ?? '', /^\d+$/);
      assert.deepEqual(await counts(boleto), [1, 1]);
    });
  }

  for (const issuer of NUMBERED_BY_US) {
    it(`mistake 20: shows, before ${issuer} answers, the barcode that it prints`, async () => {
      const boleto = boletoOf(issuer);
      const { barcode, digitableLine } = await register(boleto);
      assert.deepEqual([barcode, digitableLine], [boleto.barcode, boleto.digitable_line]);
    });
  }

  it('shows no barcode before Stone has numbered the title', async () => {
    const boleto = boletoOf('boleto-api-stone');
    assert.equal(boleto.barcode, null);
    const { barcode, issuerId } = await register(boleto);
    assert.equal(barcode?.slice(0, 3), '197');
    assert.ok(barcode?.endsWith(issuerId ?? 'none'));
  });

  it('links to a page that needs no login', async () => {
    const { boletoUrl, digitableLine } = await register(boletoOf('boleto-api-caixa'));
    const response = await fetch(boletoUrl ?? '');
    assert.equal(response.status, 200);
    assert.match(await response.text(), new RegExp(digitableLine ?? 'none'));
  });

  it('refuses if the bank or the gateway states a refusal', async () => {
    const answers: unknown[] = [];
    for (const issuer of GATEWAY) {
      const { status, code } = await register(boletoOf(issuer, { amount: 5_000_001 }));
      answers.push([issuer, status, code]);
    }
    assert.deepEqual(answers, [
      ['boleto-api-bradesco-shopfacil', 'refused', '9300520'],
      ['boleto-api-caixa', 'refused', '54'],
      ['boleto-api-itau', 'refused', 'MP400'],
      ['boleto-api-banco-do-brasil', 'refused', 'MP400'],
      ['boleto-api-santander', 'refused', 'MP400'],
      ['boleto-api-stone', 'refused', 'MP400'],
    ]);
  });

  const wrong: readonly [string, Partial<Boleto>, string][] = [
    ['no payer’s document', { payer_document_number: null }, 'MPDocumentNumber'],
    ['no company’s document', { company_document_number: null }, 'MPDocumentNumber'],
    ['a due date that has passed', { expiration_date: '2020-01-01' }, 'MPExpireDate'],
    ['an interest of neither kind', { interest: { days: 1 } }, 'MP400'],
  ];
  for (const [what, changes, code] of wrong) {
    it(`is refused by the gateway because of ${what}`, async () => {
      const answer = await register(boletoOf('boleto-api-itau', changes));
      assert.deepEqual([answer.status, answer.code], ['refused', code]);
    });
  }

  it('stays pending if the due date has passed since an earlier attempt', async () => {
    const boleto = boletoOf('boleto-api-caixa', { expiration_date: '2020-01-01' });
    const { status, code } = await register(boleto, attemptOf(2));
    assert.deepEqual([status, code], ['pending_registration', 'MPExpireDate']);
  });

  for (const issuer of GATEWAY) {
    it(`leaves a boleto pending for an unknown code of ${issuer}`, async () => {
      const { status, code, logged } = await register(boletoOf(issuer, { amount: 5_000_999 }));
      assert.deepEqual([status, code], ['pending_registration', '777']);
      assert.match(logged[0] ?? '', /"event":"response-code-unknown"/);
    });
  }

  for (const issuer of WITH_KNOWN_ERROR) {
    it(`mistake 23: registers a title that ${issuer} stored before it timed out, and makes it once`, async () => {
      const boleto = boletoOf(issuer, { amount: 5_000_504 });
      await assert.rejects(register(boleto, attemptOf(1, SHORT)), { name: 'TimeoutError' });
      assert.equal((await register(boleto, attemptOf(2))).status, 'registered');
      assert.deepEqual(await counts(boleto), [1, 2]);
    });

    for (const [amount, code] of [
      [5_000_502, 'MP502'],
      [5_000_599, 'MP504'],
    ] as const) {
      it(`mistake 23: registers a title at ${issuer} later if the gateway answered ${code}, and makes it once`, async () => {
        const boleto = boletoOf(issuer, { amount });
        const first = await register(boleto);
        assert.deepEqual([first.status, first.code], ['pending_registration', code]);
        const second = await register({ ...boleto, issuer_response_code: code }, attemptOf(2));
        assert.equal(second.status, 'registered');
        assert.deepEqual(await counts(boleto), [1, 2]);
      });
    }

    it(`stays pending and asks no more if ${issuer} had the number before our first attempt`, async () => {
      const theirs = boletoOf(issuer);
      await register(theirs);
      const ours = { ...theirs, id: 'bol_ours' };
      const first = await register(ours);
      assert.equal(first.status, 'pending_registration');
      const second = await register({ ...ours, issuer_response_code: first.code }, attemptOf(2));
      assert.deepEqual([second.status, second.code], ['pending_registration', first.code]);
      assert.deepEqual(await counts(theirs), [1, 2]);
    });
  }

  it('stays pending at a bank whose error for a number that is taken we do not know', async () => {
    const boleto = boletoOf('boleto-api-itau', { amount: 5_000_504 });
    await assert.rejects(register(boleto, attemptOf(1, SHORT)), { name: 'TimeoutError' });
    assert.equal((await register(boleto, attemptOf(2))).status, 'pending_registration');
    assert.equal((await counts(boleto))[0], 1);
  });

  it('never asks Stone again after an answer was lost: Stone would make a second title', async () => {
    const boleto = boletoOf('boleto-api-stone', { amount: 5_000_504 });
    await assert.rejects(register(boleto, attemptOf(1, SHORT)), { name: 'TimeoutError' });
    for (const number of [2, 3]) {
      assert.equal((await register(boleto, attemptOf(number))).status, 'pending_registration');
    }
    assert.deepEqual(await counts(boleto), [1, 1]);
  });

  it('asks Stone again if the first request was never sent', async () => {
    const boleto = boletoOf('boleto-api-stone');
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const first = await registering(providersOf({ url: () => nowhere }), boleto);
    assert.deepEqual([first.status, first.code], ['pending_registration', 'NOT_SENT']);
    const second = await register({ ...boleto, issuer_response_code: 'NOT_SENT' }, attemptOf(2));
    assert.equal(second.status, 'registered');
    assert.deepEqual(await counts(boleto), [1, 1]);
  });

  for (const [what, amount, lack] of [
    ['an HTTP 503', 5_000_503, 'HTTP status 503 and no JSON object'],
    ['a 4xx page of HTML', 5_000_400, 'HTTP status 400 and no JSON object'],
    ['a page of HTML with HTTP 200', 5_000_200, 'HTTP status 200 and no JSON object'],
    ['a title without a digitable line', 5_000_204, 'HTTP status 200 and no digitableLine'],
  ] as const) {
    it(`mistake 23: takes ${what} neither for a registration nor for a refusal`, async () => {
      for (const issuer of WITH_KNOWN_ERROR) {
        const boleto = boletoOf(issuer, { amount });
        for (const number of [1, 2]) {
          await assert.rejects(register(boleto, attemptOf(number)), {
            code: 'PROVIDER_ANSWER_UNCLEAR',
            message: `boleto-api answered with ${lack}. The boleto stays pending, and is verified later.`,
          });
        }
        assert.equal((await register(boleto, attemptOf(3))).status, 'registered');
        assert.deepEqual(await counts(boleto), [1, 3]);
      }
    });
  }

  it('stores the code of a failing gateway, and registers once it works again', async () => {
    const boleto = boletoOf('boleto-api-caixa', { amount: 5_000_500 });
    const codes: unknown[] = [];
    for (const number of [1, 2, 3]) codes.push((await register(boleto, attemptOf(number))).code);
    assert.deepEqual(codes, ['MP500', 'MP500', null]);
  });

  it('mistake 10: does not store a barcode of 45 digits, but that of the digitable line', async () => {
    const boleto = boletoOf('boleto-api-bradesco-shopfacil', { amount: 5_000_045 });
    const { status, barcode } = await register(boleto);
    assert.deepEqual([status, barcode], ['registered', boleto.barcode]);
    assert.equal(barcode?.length, 44);
  });

  it('mistake 21: never stores the codes of another title, and does not ask again', async () => {
    const boleto = boletoOf('boleto-api-caixa', { amount: 5_000_105 });
    const first = await register(boleto);
    assert.deepEqual(
      [first.status, first.code, first.barcode],
      ['pending_registration', 'CODES_DIFFER', undefined],
    );
    const { time: _, ...logged } = JSON.parse(first.logged[0] ?? '{}');
    assert.deepEqual(logged, {
      event: 'title-differs',
      request_id: 'req_test',
      boleto_id: boleto.id,
      issuer: 'boleto-api-caixa',
      fields: ['amount'],
    });
    const second = await register({ ...boleto, issuer_response_code: 'CODES_DIFFER' }, attemptOf(2));
    assert.deepEqual([second.status, second.code], ['pending_registration', 'CODES_DIFFER']);
    assert.deepEqual(await counts(boleto), [1, 1]);
  });

  it('reads the credentials again if the gateway refuses them', async () => {
    const secrets = secretsOf({ 'test/providers/boleto-api': { ...BOLETO_API, password: 'old' } });
    const providers = providersOf(banks, secrets);
    const refused = await registering(providers, boletoOf('boleto-api-caixa'));
    assert.deepEqual([refused.status, refused.code], ['pending_registration', 'MP401']);
    secrets.values['test/providers/boleto-api'] = BOLETO_API;
    assert.equal((await registering(providers, boletoOf('boleto-api-caixa'))).status, 'registered');
    assert.equal(secrets.reads, 3);
  });

  it('reports what the secret lacks for a bank, and refuses no boleto because of it', async () => {
    const { user, password } = BOLETO_API;
    const secrets = secretsOf({ 'test/providers/boleto-api': { user, password } });
    const providers = providersOf(banks, secrets);
    await assert.rejects(registering(providers, boletoOf('boleto-api-banco-do-brasil')), {
      code: 'PROVIDER_CREDENTIALS',
      message:
        'The secret of boleto-api lacks banks.boleto-api-banco-do-brasil.username, ' +
        'banks.boleto-api-banco-do-brasil.password, banks.boleto-api-banco-do-brasil.wallet_variation.',
    });
    assert.equal((await registering(providers, boletoOf('boleto-api-caixa'))).status, 'registered');
  });
});
