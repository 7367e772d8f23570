import assert from 'node:assert/strict';
import type { Boleto } from '../../../../../src/service/boletos/boleto.js';
import {
  type BoletoApiCredentials,
  parseBoletoApiCredentials,
} from '../../../../../src/service/registration/boleto-api/credentials.js';
import { registerPayload } from '../../../../../src/service/registration/boleto-api/payload.js';
import { BOLETO_API, boletoOf } from '../../../../support/banks.js';

const CREDENTIALS = {
  user: 'u',
  password: 'p',
  banks: {
    'boleto-api-bradesco-shopfacil': { username: 'merchant', password: 'key' },
    'boleto-api-itau': { username: 'id', password: 'secret', accessKey: 'key' },
    'boleto-api-banco-do-brasil': { username: 'id', password: 'secret', walletVariation: 19 },
    'boleto-api-santander': { username: 'station' },
    'boleto-api-stone': { accessKey: 'account' },
  },
};

type Sent = {
  bankNumber: number;
  authentication: object;
  agreement?: object;
  title: Record<string, unknown>;
  buyer: { name: string };
  recipient: { name: string; document: object };
  payeeGuarantor?: object;
};

const sent = (issuer: Boleto['issuer'], changes: Partial<Boleto> = {}) =>
  registerPayload(boletoOf(issuer, changes), CREDENTIALS, 'req_1') as unknown as Sent;

describe('the request to boleto-api', () => {
  it('has an intermediary at Caixa as recipient, and the company for which it issues as guarantor', () => {
    const secret = (banks: Record<string, unknown>) =>
      parseBoletoApiCredentials({ user: 'u', password: 'p', banks }) as BoletoApiCredentials;
    const recipient = { name: 'Pagamentos S/A', document: '45.448.325/0001-92' };
    const boleto = boletoOf('boleto-api-caixa');
    const payload = (banks: Record<string, unknown>) =>
      registerPayload(boleto, secret(banks), 'req_1') as unknown as Sent;
    const sent = payload({ 'boleto-api-caixa': { recipient } });
    assert.equal(sent.recipient.name, 'Pagamentos S/A');
    assert.deepEqual(sent.recipient.document, { type: 'CNPJ', number: '45448325000192' });
    assert.deepEqual(sent.payeeGuarantor, {
      name: 'Empresa Exemplo Ltda',
      document: { type: 'CNPJ', number: '11222333000181' },
    });
    const plain = payload({});
    assert.deepEqual([plain.recipient.name, plain.payeeGuarantor], ['Empresa Exemplo Ltda', undefined]);
  });

  it('has the boleto in the gateway’s fields', () => {
    const changes = { title_id: 42, expiration_date: '2026-12-31', payer_address: null, company_address: {} };
    const address = {
      street: '',
      number: '',
      complement: '',
      zipCode: '',
      city: '',
      district: '',
      stateCode: '',
    };
    assert.deepEqual(sent('boleto-api-caixa', changes), {
      bankNumber: 104,
      authentication: {},
      agreement: { agreementNumber: 1_103_388, wallet: 14, agency: '3337', account: '1103388' },
      title: {
        expireDate: '2026-12-31',
        amountInCents: 2000,
        ourNumber: 42,
        instructions: 'Não receber após o vencimento',
        documentNumber: '42',
      },
      recipient: {
        name: 'Empresa Exemplo Ltda',
        document: { type: 'CNPJ', number: '11222333000181' },
        address,
      },
      buyer: { name: 'José da Silva', document: { type: 'CPF', number: '52998224725' }, address },
      requestKey: 'req_1',
    });
  });

  it('has each bank’s agreement and credentials', () => {
    const parts = Object.keys(CREDENTIALS.banks).map((issuer) => {
      const { bankNumber, authentication, agreement } = sent(issuer as Boleto['issuer']);
      return [bankNumber, authentication, agreement];
    });
    assert.deepEqual(parts, [
      [
        237,
        { username: 'merchant', password: 'key' },
        { agreementNumber: 469, wallet: 26, agency: '1229', account: '469' },
      ],
      [
        341,
        { username: 'id', password: 'secret', accessKey: 'key' },
        // 7 is the check digit of account 12345 in the bank's own example.
        { agreementNumber: 12_345, wallet: 109, agency: '0057', account: '12345', accountDigit: '7' },
      ],
      [
        1,
        { username: 'id', password: 'secret' },
        {
          agreementNumber: 1_474_166,
          wallet: 17,
          walletVariation: 19,
          agency: '1234',
          account: '1474166',
        },
      ],
      [
        33,
        { username: 'station' },
        { agreementNumber: 282_033, wallet: 101, agency: '1234', account: '0282033' },
      ],
      [197, { accessKey: 'account' }, undefined],
    ]);
  });

  it('has no number for Stone, which numbers the title itself', () => {
    assert.equal('ourNumber' in sent('boleto-api-stone').title, false);
  });

  const strict = { acceptDivergentAmount: false, maxDaysToPayPastDue: 0 };
  const lenient = { acceptDivergentAmount: true, maxDaysToPayPastDue: 60 };
  const rulesAndWallets: [Boleto['rules'], string, object | undefined][] = [
    [['strict_expiration_date'], '26', strict],
    [['no_strict'], '25', lenient],
    [null, '25', strict],
    [null, '26', lenient],
    [null, '14', undefined],
  ];
  for (const [rules, wallet, expected] of rulesAndWallets) {
    it(`has for Caixa the rules of ${rules?.[0] ?? 'no rule'} and wallet ${wallet}`, () => {
      const { title } = sent('boleto-api-caixa', { rules, issuer_wallet: wallet });
      assert.deepEqual(title.rules, expected);
    });
  }

  const ofCaixa: [string, Partial<Boleto>, object][] = [
    ['days', { days_to_expire: 5 }, { acceptDivergentAmount: false, maxDaysToPayPastDue: 5 }],
    ['no day', { days_to_expire: 0, issuer_wallet: '26' }, strict],
    [
      'any amount',
      { divergent_payment: { mode: 'any' } },
      { acceptDivergentAmount: true, maxDaysToPayPastDue: 0 },
    ],
    ['any amount in wallet 26', { divergent_payment: { mode: 'any' }, issuer_wallet: '26' }, lenient],
    [
      'days and a lenient rule',
      { days_to_expire: 5, rules: ['no_strict'] },
      { acceptDivergentAmount: true, maxDaysToPayPastDue: 5 },
    ],
    [
      'days in wallet 26, which are for the amount alone',
      { days_to_expire: 5, issuer_wallet: '26' },
      { acceptDivergentAmount: false, maxDaysToPayPastDue: 5 },
    ],
  ];
  for (const [what, changes, expected] of ofCaixa) {
    it(`has for Caixa ${what}`, () => {
      assert.deepEqual(sent('boleto-api-caixa', { issuer_wallet: '14', ...changes }).title.rules, expected);
    });
  }

  it('has the kind of document in the gateway’s word, and none without one', () => {
    const typeOf = (issuer: Boleto['issuer'], document_type: Boleto['document_type']) =>
      sent(issuer, { document_type }).title.boletoType;
    assert.deepEqual(
      [typeOf('boleto-api-caixa', 'OU'), typeOf('boleto-api-itau', 'RC'), typeOf('boleto-api-itau', null)],
      ['OUT', 'RC', undefined],
    );
  });

  it('has the final beneficiary at Caixa as guarantor, whoever the recipient is', () => {
    const final_beneficiary = { name: 'Loja Final', document_number: '52998224725' };
    const { recipient, payeeGuarantor } = sent('boleto-api-caixa', { final_beneficiary });
    assert.equal(recipient.name, 'Empresa Exemplo Ltda');
    assert.deepEqual(payeeGuarantor, {
      name: 'Loja Final',
      document: { type: 'CPF', number: '52998224725' },
    });
  });

  it('has the digits that the boleto names, and the bank account at Banco do Brasil', () => {
    const digits = { issuer_agency_digit: '3', issuer_account_digit: 'X', issuer_bank_account: '12345' };
    assert.deepEqual(sent('boleto-api-banco-do-brasil', digits).agreement, {
      agreementNumber: 1_474_166,
      wallet: 17,
      walletVariation: 19,
      agency: '1234',
      account: '12345',
      agencyDigit: '3',
      accountDigit: 'X',
    });
    const shopFacil = sent('boleto-api-bradesco-shopfacil', digits).agreement;
    assert.equal((shopFacil as { account: string }).account, '469', 'the gateway prints it in the barcode');
  });

  it('has no rules for another bank, because the gateway refuses them', () => {
    const { title } = sent('boleto-api-itau', { rules: ['strict_expiration_date'] });
    assert.equal('rules' in title, false);
  });

  it('has interest and fine as one of percentage and amount', () => {
    const { title } = sent('boleto-api-itau', {
      interest: { percentage: 0.29, days: 2 },
      fine: { amount: 100 },
    });
    assert.deepEqual(title.fees, {
      fine: { daysAfterExpirationDate: 1, amountInCents: 100, percentageOnTotal: 0 },
      interest: { daysAfterExpirationDate: 2, amountPerDayInCents: 0, percentagePerMonth: 0.29 },
    });
  });

  it('has names cut to the bank’s width and instructions cut to the gateway’s bytes', () => {
    const long = 'ç'.repeat(300);
    const names = Object.keys({ ...BOLETO_API.banks, 'boleto-api-caixa': {} }).map(
      (issuer) => sent(issuer as Boleto['issuer'], { payer_name: long }).buyer.name.length,
    );
    assert.deepEqual(names, [40, 30, 60, 40, 40, 40]);
    const { instructions } = sent('boleto-api-itau', { instructions: long }).title;
    assert.equal(instructions, 'ç'.repeat(110));
  });
});
