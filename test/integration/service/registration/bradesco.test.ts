import assert from 'node:assert/strict';
import { freePort } from '../../../../src/emulator/port.js';
import type { Boleto } from '../../../../src/service/boletos/boleto.js';
import { createProviders } from '../../../../src/service/registration/providers.js';
import {
  attemptOf,
  BRADESCO,
  boletoOf,
  providersOf,
  registering,
  SECRETS,
  secretsOf,
  useBanks,
} from '../../../support/banks.js';

/** Milliseconds: long enough for the bank to store the title, but not for its answer. */
const SHORT = 300;

describe('registering at Bradesco', () => {
  const banks = useBanks();

  const register = (boleto: Boleto, attempt = attemptOf()) =>
    registering(providersOf(banks), boleto, attempt);
  const ofAmount = (amount: number, changes: Partial<Boleto> = {}) =>
    boletoOf('bradesco', { amount, ...changes });
  const counts = async (boleto: Boleto) => {
    const key = `${boleto.issuer_wallet}/${String(boleto.title_id).padStart(11, '0')}`;
    const [count] = await banks.counts('bradesco', key);
    return [count?.titles, count?.posts, count?.gets];
  };

  it("registers a title, and returns the bank's own id of it", async () => {
    const boleto = boletoOf('bradesco', { title_id: 7_000_001 });
    assert.deepEqual(await register(boleto), {
      status: 'registered',
      code: '0',
      issuerId: '00007000001',
      logged: [],
    });
    assert.deepEqual(await counts(boleto), [1, 1, 0]);
  });

  it('accepts every code of success, as a number or as text', async () => {
    const answers: [string, string | null][] = [];
    for (const amount of [93_005_001, 93_005_003, 93_005_119, 5_000_100]) {
      const { status, code } = await register(ofAmount(amount));
      answers.push([status, code]);
    }
    assert.deepEqual(answers, [
      ['registered', '930051'],
      ['registered', '930053'],
      ['registered', '93005119'],
      ['registered', '0'],
    ]);
  });

  it('refuses for every code of refusal in the table, and for no other', async () => {
    const numbers = Array.from({ length: 130 }, (_, index) => index + 1);
    const refused: number[] = [];
    for (const number of numbers) {
      if ((await register(ofAmount(93_005_000 + number))).status === 'refused') refused.push(number);
    }
    // Success, exists (74, 93), credentials (46, 113 to 115), unavailable (116), and numbers that are in no table.
    const others = [1, 3, 46, 74, 93, 113, 114, 115, 116, 119, 121, 122, 123, 124, 125, 127, 128, 129, 130];
    assert.deepEqual(
      refused,
      numbers.filter((number) => !others.includes(number)),
    );
  });

  it('leaves a boleto pending for an unknown code, which it stores and logs', async () => {
    const boleto = ofAmount(93_005_500);
    const { status, code, logged } = await register(boleto);
    assert.deepEqual([status, code], ['pending_registration', '93005500']);
    assert.deepEqual(event(logged[0]), {
      event: 'response-code-unknown',
      request_id: 'req_test',
      boleto_id: boleto.id,
      code: '93005500',
    });
  });

  it('registers again while the bank is unavailable, and makes one title', async () => {
    const boleto = ofAmount(93_005_116);
    const statuses: string[] = [];
    for (const number of [1, 2, 3]) statuses.push((await register(boleto, attemptOf(number))).status);
    assert.deepEqual(statuses, ['pending_registration', 'pending_registration', 'registered']);
    assert.deepEqual(await counts(boleto), [1, 3, 0]);
  });

  it('looks up a title that is in process, and does not register it again', async () => {
    const boleto = ofAmount(93_005_999);
    const first = await register(boleto);
    assert.deepEqual([first.status, first.code], ['pending_registration', '93005999']);
    const second = await register(boleto, attemptOf(2));
    assert.deepEqual([second.status, second.code], ['registered', '0']);
    assert.deepEqual(await counts(boleto), [1, 1, 1]);
  });

  it('mistake 23: finds a title that the bank stored before it timed out, and neither refuses it nor makes it twice', async () => {
    const boleto = ofAmount(5_000_504);
    await assert.rejects(register(boleto, attemptOf(1, SHORT)), { name: 'TimeoutError' });
    assert.deepEqual(await counts(boleto), [1, 1, 0]);
    const second = await register(boleto, attemptOf(2));
    assert.deepEqual([second.status, second.code], ['registered', '0']);
    assert.deepEqual(await counts(boleto), [1, 1, 1]);
  });

  it('registers a title that the bank did not store before it timed out', async () => {
    const boleto = ofAmount(5_000_408);
    await assert.rejects(register(boleto, attemptOf(1, SHORT)), { name: 'TimeoutError' });
    await assert.rejects(register(boleto, attemptOf(2, SHORT)), { name: 'TimeoutError' });
    assert.equal((await register(boleto, attemptOf(3))).status, 'registered');
    assert.deepEqual(await counts(boleto), [1, 3, 0]);
  });

  for (const [what, amount, lack] of [
    ['an HTTP 503', 5_000_503, 'HTTP status 503 and no JSON object'],
    ['a 4xx page of HTML', 5_000_400, 'HTTP status 400 and no JSON object'],
    ['a page of HTML with HTTP 200', 5_000_200, 'HTTP status 200 and no JSON object'],
    ['JSON without a code', 5_000_204, 'HTTP status 200 and no status.codigo'],
  ] as const) {
    it(`mistake 15: takes ${what} for no answer, and registers the title later`, async () => {
      const boleto = ofAmount(amount);
      for (const number of [1, 2]) {
        await assert.rejects(register(boleto, attemptOf(number)), {
          code: 'PROVIDER_ANSWER_UNCLEAR',
          message: `Bradesco answered with ${lack}. The boleto stays pending, and is verified later.`,
        });
      }
      assert.equal((await register(boleto, attemptOf(3))).status, 'registered');
      assert.deepEqual(await counts(boleto), [1, 3, 0]);
    });
  }

  it('mistake 15: takes a refused connection for no answer', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    await assert.rejects(
      registering(providersOf({ url: () => nowhere }), boletoOf('bradesco')),
      (error: Error) => {
        assert.equal((error.cause as NodeJS.ErrnoException).code, 'ECONNREFUSED');
        return true;
      },
    );
  });

  it('looks up a title that already exists, and accepts its own', async () => {
    const boleto = ofAmount(93_005_074);
    const { status, code } = await register(boleto);
    assert.deepEqual([status, code], ['registered', '0']);
    assert.deepEqual(await counts(boleto), [1, 1, 1]);
  });

  for (const [field, changes] of [
    ['valor_titulo', { amount: 2001 }],
    ['data_vencimento', { expiration_date: '2031-01-06' }],
  ] as const) {
    it(`stays pending if the title with this nosso número has another ${field}, so that a person looks`, async () => {
      const theirs = boletoOf('bradesco', { expiration_date: '2031-01-07' });
      await register(theirs);
      const ours = { ...theirs, ...changes, id: 'bol_ours' };
      for (const number of [1, 2]) {
        const { status, code, logged } = await register(ours, attemptOf(number));
        assert.deepEqual([status, code], ['pending_registration', '0']);
        assert.deepEqual(event(logged[0]), {
          event: 'title-differs',
          request_id: 'req_test',
          boleto_id: 'bol_ours',
          code: '0',
          fields: [field],
        });
      }
      assert.equal((await counts(theirs))[0], 1);
    });
  }

  it('mistake 11: sends the bank the due date of the barcode', async () => {
    const boleto = boletoOf('bradesco', { expiration_date: '2030-12-31', amount: 2100 });
    await register(boleto);
    const url = new URL(`${banks.url('bradesco')}/apiregistro/api`);
    url.searchParams.set('nosso_numero', String(boleto.title_id).padStart(11, '0'));
    url.searchParams.set('numero_documento', String(boleto.title_id));
    const authorization = `Basic ${btoa(`${BRADESCO.merchant_id}:${BRADESCO.security_key}`)}`;
    const response = await fetch(url, { headers: { authorization } });
    const held = (await response.json()) as { boleto: { data_vencimento: string } };
    assert.equal(held.boleto.data_vencimento, '2030-12-31');
    assert.equal(boleto.barcode?.slice(5, 9), '3138');
  });

  it('mistake 25: registers a percentage of 0.29', async () => {
    const charged = { interest: { percentage: 0.29, days: 1 }, fine: { amount: 100, days: 30 } };
    assert.equal((await register(boletoOf('bradesco', charged))).status, 'registered');
  });

  it('mistake 12: reads the credentials again after a read that failed', async () => {
    const secrets = secretsOf({ ...SECRETS });
    const providers = providersOf(banks, secrets);
    secrets.failure = new Error('throttled');
    await assert.rejects(registering(providers, boletoOf('bradesco')), { message: 'throttled' });
    assert.equal((await registering(providers, boletoOf('bradesco'))).status, 'registered');
    assert.equal((await registering(providers, boletoOf('bradesco'))).status, 'registered');
    assert.equal(secrets.reads, 2);
  });

  it('reads the credentials once more if the bank refuses them, and registers with the new ones', async () => {
    const secrets = secretsOf({ ...SECRETS });
    const providers = providersOf(banks, secrets);
    await registering(providers, boletoOf('bradesco'));
    banks.run('bradesco', BRADESCO.merchant_id, 'new-key');
    try {
      secrets.values['test/providers/bradesco'] = { ...BRADESCO, security_key: 'new-key' };
      const boletos = Array.from({ length: 5 }, () => boletoOf('bradesco'));
      const provider = providers.find('bradesco');
      const answers = await Promise.all(boletos.map((boleto) => provider?.register(boleto, attemptOf())));
      assert.deepEqual(
        answers.map((answer) => answer?.status),
        boletos.map(() => 'registered'),
      );
      assert.equal(secrets.reads, 2);
    } finally {
      banks.run('bradesco', BRADESCO.merchant_id, BRADESCO.security_key);
    }
  });

  it('leaves a boleto pending if credstash has no other credentials', async () => {
    const secrets = secretsOf({
      ...SECRETS,
      'test/providers/bradesco': { ...BRADESCO, security_key: 'old-key' },
    });
    const boleto = boletoOf('bradesco');
    const { status, code } = await registering(providersOf(banks, secrets), boleto);
    assert.deepEqual([status, code], ['pending_registration', '93005115']);
    assert.equal(secrets.reads, 2);
    assert.deepEqual(await counts(boleto), [undefined, undefined, undefined]);
  });

  it('reports the form that a malformed secret must have', async () => {
    const secrets = secretsOf({ 'test/providers/bradesco': { merchant_id: '1' } });
    await assert.rejects(registering(providersOf(banks, secrets), boletoOf('bradesco')), {
      code: 'PROVIDER_CREDENTIALS',
      message:
        'The secret test/providers/bradesco is not of the form {"merchant_id": "…", "security_key": "…"}. ' +
        'Put it right: sbw credstash put test/providers/bradesco',
    });
  });

  it('logs and throws nothing about the payer', async () => {
    const texts: string[] = [];
    for (const amount of [93_005_500, 5_000_503, 93_005_074]) {
      const boleto = ofAmount(amount, { title_id: 8_000_000 + (amount % 1000) });
      try {
        const { logged } = await register(boleto, attemptOf(2));
        texts.push(...logged);
      } catch (error) {
        texts.push(String(error));
      }
    }
    assert.ok(texts.length >= 2);
    assert.doesNotMatch(texts.join('\n'), /José|52998224725|Paulista/);
  });

  it('is available only if the settings have its URL', () => {
    const providerUrls = { bradesco: banks.url('bradesco'), boletoApi: undefined };
    const providers = createProviders(
      { environment: 'test', providerUrls },
      async () => secretsOf({}) as never,
    );
    assert.equal(typeof providers.find('bradesco'), 'object');
    assert.equal(typeof providers.find('development'), 'object');
    assert.equal(providers.find('boleto-api-caixa'), undefined);
    assert.equal(providers.find('no-bank'), undefined);
  });
});

function event(line: string | undefined): object {
  const { time, ...fields } = JSON.parse(line ?? '{}');
  assert.match(time, /^\d{4}-/);
  return fields;
}
