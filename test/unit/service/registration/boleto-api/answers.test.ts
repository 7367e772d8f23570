import assert from 'node:assert/strict';
import type { Boleto } from '../../../../../src/service/boletos/boleto.js';
import { readAnswer } from '../../../../../src/service/registration/boleto-api/answer.js';
import {
  codeOf,
  errorMeaning,
  saysExists,
} from '../../../../../src/service/registration/boleto-api/response-codes.js';

const SHOPFACIL = 'boleto-api-bradesco-shopfacil';
const CAIXA = 'boleto-api-caixa';
const meaning = (issuer: Boleto['issuer'], code: string, message = '') =>
  errorMeaning(issuer, { code, message });

describe('an answer of boleto-api', () => {
  const title = { digitableLine: '1', barCodeNumber: '2', ourNumber: '3' };

  it('is a title with a digitable line', () => {
    const links = [
      { href: 'https://gateway.example/pdf', rel: 'pdf' },
      { href: 'https://gateway.example/html', rel: 'html' },
    ];
    assert.deepEqual(readAnswer({ status: 200, body: { ...title, links } }), {
      title: { digitableLine: '1', barcode: '2', ourNumber: '3', url: 'https://gateway.example/html' },
    });
  });

  it('mistake 23: is errors, in an object or as a bare list, with any HTTP status', () => {
    const errors = [{ code: 'MP400', message: 'no' }];
    for (const [status, body] of [
      [400, { errors }],
      [400, errors],
      [200, { ...title, errors }],
    ] as const) {
      assert.deepEqual(readAnswer({ status, body }), { errors });
    }
  });

  it('mistake 23: is unclear if it has neither, or a title with an HTTP status of failure', () => {
    for (const answer of [
      { status: 400, body: undefined },
      { status: 404, body: {} },
      { status: 500, body: title },
      { status: 302, body: title },
      { status: 200, body: { ...title, digitableLine: '' } },
      { status: 200, body: { errors: [] } },
      { status: 200, body: [] },
      { status: 200, body: 'registered' },
      { status: 200, body: null },
    ]) {
      assert.throws(() => readAnswer(answer), { code: 'PROVIDER_ANSWER_UNCLEAR' }, JSON.stringify(answer));
    }
  });
});

describe('an error of boleto-api', () => {
  it('is a refusal if it is one of Caixa’s numbered messages, and no other text', () => {
    const numbers = Array.from({ length: 99 }, (_, index) => index + 1);
    const refused = numbers.filter((number) => meaning(CAIXA, '1', `(${number}) TEXTO`) === 'refused');
    assert.deepEqual(
      refused,
      numbers.filter((number) => number <= 67 && number !== 38),
    );
    const others = [
      meaning(CAIXA, '1', 'TEXTO'),
      meaning(CAIXA, 'X5', '(PE11) SISTEMA INDISPONIVEL'),
      meaning('boleto-api-itau', '1', '(54) OPERACAO NAO PERMITIDA'),
    ];
    assert.deepEqual(others, ['unknown', 'unknown', 'unknown']);
  });

  it('says that Caixa has the number already if it is message 38, and its code is 38', () => {
    const error = { code: '1', message: '(38) NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO' };
    assert.deepEqual([errorMeaning(CAIXA, error), codeOf(CAIXA, error)], ['exists', '38']);
    assert.deepEqual(
      [saysExists(CAIXA, '38'), saysExists(CAIXA, '54'), saysExists(CAIXA, null)],
      [true, false, false],
    );
  });

  it('has the codes of Bradesco’s own service at Bradesco, and those of ShopFacil', () => {
    const meanings = ['9300520', '-395', '-546', '93005121', '9300574', '93005999', '93005116'].map((code) =>
      meaning(SHOPFACIL, code),
    );
    assert.deepEqual(meanings, ['refused', 'refused', 'refused', 'refused', 'exists', 'unknown', 'unknown']);
  });

  it('says nothing about the title if the bank fails, or the shop is unknown', () => {
    const codes = ['-548', '-902', '-518', '-398', '-400', '-393', '-394', '-397', '-401', '-999', '-1'];
    assert.deepEqual(
      codes.filter((code) => meaning(SHOPFACIL, code) !== 'unknown'),
      [],
    );
    const gateways = ['MP401', 'MP404', 'MP500', 'MP502', 'MP504', 'MPTimeout', 'MPOurNumberFail', ''];
    assert.deepEqual(
      gateways.filter((code) => meaning(CAIXA, code) !== 'unknown'),
      [],
    );
  });

  it('says nothing about the title if it is a page that the gateway passes on', () => {
    assert.equal(meaning(CAIXA, 'MP400', '<!DOCTYPE html><html>Request rejected'), 'unknown');
    assert.equal(meaning(CAIXA, 'MP400', 'valor < 1'), 'refused');
  });
});
