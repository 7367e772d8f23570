import assert from 'node:assert/strict';
import { decodeRequest } from '../../../../src/local/simulators/boleto-api-request.js';
import { validate } from '../../../../src/local/simulators/boleto-api-validation.js';

const TODAY = '2026-03-04';
const CPF = { type: 'CPF', number: '529.982.247-25' };
const CNPJ = { type: 'CNPJ', number: '11.222.333/0001-81' };

/** A valid agreement and authentication of each bank. */
const BANKS: Readonly<Record<number, object>> = {
  1: { agreement: { agency: '1234', account: '12345678', walletVariation: 19 } },
  33: { agreement: { agreementNumber: 1 } },
  104: { agreement: { agency: '1234', agreementNumber: 123_456 } },
  197: { authentication: { accessKey: 'key' } },
  237: {
    agreement: { agency: '1234', account: '1', wallet: 26, agreementNumber: 1 },
    authentication: { username: 'user', password: 'password' },
  },
  341: { agreement: { agency: '1234', account: '1234567' } },
};

interface Changes {
  readonly title?: object;
  readonly agreement?: object;
  readonly authentication?: object;
  readonly buyer?: object;
  readonly recipient?: object;
  readonly payeeGuarantor?: object;
}

/** Returns the errors of a valid request with changes, each as its code and its message. */
function errorsOf(bankNumber: number, changes: Changes = {}): string[] {
  const valid = { agreement: {}, authentication: {}, ...BANKS[bankNumber] };
  const request = decodeRequest({
    bankNumber,
    agreement: { ...valid.agreement, ...changes.agreement },
    authentication: { ...valid.authentication, ...changes.authentication },
    title: { expireDate: '2026-12-31', amountInCents: 2000, ourNumber: 1, ...changes.title },
    buyer: { document: CPF, ...changes.buyer },
    recipient: { document: CNPJ, ...changes.recipient },
    ...(changes.payeeGuarantor ? { payeeGuarantor: changes.payeeGuarantor } : {}),
  });
  assert.ok(request, 'the request does not decode');
  return validate(request, TODAY).map(({ code, message }) => `${code} ${message}`);
}

const fine = (charge: object) => ({ title: { fees: { fine: charge } } });
const interest = (charge: object) => ({ title: { fees: { interest: charge } } });
const AGENCY = 'Agência inválida, deve conter até 4 dígitos';
const ONE_KIND = 'MP400 Informe apenas valor ou percentual';
const DAYS = 'MP400 Dias após o vencimento inválido';

/** One row for each rule: a bank, changes that it still accepts, changes that it refuses, and its error. */
const rules: readonly (readonly [string, number, readonly Changes[], readonly Changes[], string])[] = [
  ['a date', 104, [], [{ title: { expireDate: '31/12/2026' } }], 'MP400 parsing time "31/12/2026"'],
  ['a date', 104, [], [{ title: { expireDate: undefined } }], 'MP400 parsing time ""'],
  [
    'the amount',
    104,
    [{ title: { amountInCents: 1 } }],
    [{ title: { amountInCents: 0 } }],
    'MPAmountInCents Valor não pode ser menor do que 1 centavo',
  ],
  [
    'the due date',
    104,
    [{ title: { expireDate: TODAY } }],
    [{ title: { expireDate: '2026-03-03' } }],
    'MPExpireDate Data de expiração não pode ser menor que a data de hoje',
  ],
  ...(['buyer', 'recipient'] as const).flatMap((person) => {
    const typeCode = person === 'buyer' ? 'MPBuyerDocumentType' : 'MPRecipientDocumentType';
    const document = (type: unknown, number: unknown) => ({ [person]: { document: { type, number } } });
    return [
      [
        `the CPF of the ${person}`,
        104,
        [document('cpf', '00000000000')],
        [document('CPF', '0000000000'), document('CPF', '000000000000'), document('CPF', 52998224725)],
        'MPDocumentNumber CPF inválido',
      ],
      [
        `the CNPJ of the ${person}`,
        104,
        [document('cnpj', '00000000000000')],
        [document('CNPJ', '0000000000000'), document('CNPJ', '000000000000000')],
        'MPDocumentNumber CNPJ inválido',
      ],
      [
        `the document type of the ${person}`,
        104,
        [],
        [document('RG', '00000000000'), { [person]: { document: undefined } }],
        `${typeCode} Tipo de documento inválido`,
      ],
    ] as const;
  }),
  [
    'the kinds of a fine',
    104,
    [
      fine({ daysAfterExpirationDate: 1, amountInCents: 1 }),
      fine({ daysAfterExpirationDate: 1, percentageOnTotal: 0.1 }),
    ],
    [
      fine({ daysAfterExpirationDate: 1 }),
      fine({ daysAfterExpirationDate: 1, amountInCents: 1, percentageOnTotal: 1 }),
    ],
    ONE_KIND,
  ],
  ['the days of a fine', 104, [], [fine({ daysAfterExpirationDate: 0, amountInCents: 1 })], DAYS],
  [
    'the kinds of interest',
    104,
    [
      interest({ daysAfterExpirationDate: 1, amountPerDayInCents: 1 }),
      interest({ daysAfterExpirationDate: 1, percentagePerMonth: 1 }),
    ],
    [
      interest({ daysAfterExpirationDate: 1 }),
      interest({ daysAfterExpirationDate: 1, amountPerDayInCents: 1, percentagePerMonth: 1 }),
    ],
    ONE_KIND,
  ],
  ['the days of interest', 104, [], [interest({ percentagePerMonth: 1 })], DAYS],
  [
    'the account of Banco do Brasil',
    1,
    [{ agreement: { account: '1234567-8' } }, { agreement: { account: '1' } }],
    [{ agreement: { account: '123456789' } }, { agreement: { account: '' } }],
    'MPAccount Conta inválida, deve conter até 8 dígitos',
  ],
  ...([1, 104] as const).map(
    (bank) =>
      [
        `the agency at bank ${bank}`,
        bank,
        [{ agreement: { agency: '1' } }],
        [{ agreement: { agency: '12345' } }, { agreement: { agency: 'x' } }],
        `MPAgency ${AGENCY}`,
      ] as const,
  ),
  ...([237, 341] as const).map(
    (bank) =>
      [
        `the agency at bank ${bank}`,
        bank,
        [{ agreement: { agency: '1' } }],
        [{ agreement: { agency: '12345' } }, { agreement: { agency: undefined } }],
        `MP400 ${AGENCY}`,
      ] as const,
  ),
  [
    'the nosso número of Banco do Brasil',
    1,
    [{ title: { ourNumber: 9_999_999_999 } }],
    [{ title: { ourNumber: 10_000_000_000 } }],
    'MPOurNumber Nosso número inválido',
  ],
  [
    'the wallet variation of Banco do Brasil',
    1,
    [{ agreement: { walletVariation: 1 } }],
    [{ agreement: { walletVariation: 0 } }, { agreement: { walletVariation: undefined } }],
    'MPWalletVariation Variação da carteira inválida',
  ],
  [
    'the instructions of Banco do Brasil, in bytes',
    1,
    [{ title: { instructions: 'a'.repeat(220) } }, { title: { instructions: 'ã'.repeat(110) } }],
    [{ title: { instructions: 'a'.repeat(221) } }, { title: { instructions: 'ã'.repeat(111) } }],
    'MPInstructions Instruções não podem passar de 220 caracteres',
  ],
  [
    'the nosso número of Caixa',
    104,
    [{ title: { ourNumber: 999_999_999_999_999 } }],
    [{ title: { ourNumber: 1_000_000_000_000_000 } }],
    'MP400 O nosso número deve conter apenas 15 digitos.',
  ],
  [
    'the account of Itaú',
    341,
    [{ agreement: { account: '123456-7' } }, { agreement: { account: '1' } }],
    [{ agreement: { account: '12345678' } }, { agreement: { account: '' } }],
    'MPAccount Conta inválida, deve conter até 7 dígitos',
  ],
  [
    'the account of Bradesco',
    237,
    [{ agreement: { account: 'x' } }],
    [{ agreement: { account: '' } }],
    'MP400 a conta deve ser preenchida',
  ],
  [
    'the wallet of Bradesco',
    237,
    [{ agreement: { wallet: 25 } }, { agreement: { wallet: 26 } }],
    [{ agreement: { wallet: 24 } }, { agreement: { wallet: 27 } }, { agreement: { wallet: undefined } }],
    'MP400 a carteira deve ser 25 ou 26 para o BradescoShopFacil',
  ],
  [
    'the merchant of Bradesco',
    237,
    [],
    [{ authentication: { username: '' } }, { authentication: { password: '' } }],
    'MP400 o nome de usuário e senha devem ser preenchidos',
  ],
  [
    'the contract of Bradesco',
    237,
    [],
    [{ agreement: { agreementNumber: 0 } }, { agreement: { agreementNumber: undefined } }],
    'MP400 o código do contrato deve ser preenchido',
  ],
  [
    'the agreement of Santander',
    33,
    [],
    [{ agreement: { agreementNumber: 0 } }],
    'MP400 O código do convênio deve ser preenchido',
  ],
  ...(
    [
      [1, ['CH', 'DM', 'DS', 'NP', 'RC', 'ND'], ['OUT', 'dm', 'BDP']],
      [33, ['DM', 'DS', 'NP', 'RC', 'BDP', 'CH', 'OUT'], ['ND']],
      [104, ['OUT'], ['DM', 'OU']],
      [197, ['DM', 'XX'], []],
      [237, ['DM', 'NP', 'RC', 'DS', 'OUT'], ['CH']],
      [341, ['DM', 'NP', 'RC', 'DS', 'BDP', 'OUT'], ['ND']],
    ] as const
  ).map(
    ([bank, accepted, refused]) =>
      [
        `the kind of document at bank ${bank}`,
        bank,
        accepted.map((boletoType) => ({ title: { boletoType } })),
        refused.map((boletoType) => ({ title: { boletoType } })),
        'MP400 espécie de boleto informada não existente',
      ] as const,
  ),
  [
    'the name of the guarantor',
    104,
    [{ payeeGuarantor: { name: 'Loja', document: CPF } }],
    [{ payeeGuarantor: { document: CPF } }],
    'MPPayeeGuarantorNameType Nome do sacador avalista está vazio',
  ],
  [
    'the document type of the guarantor',
    104,
    [{ payeeGuarantor: { name: 'Loja', document: CNPJ } }],
    [{ payeeGuarantor: { name: 'Loja' } }],
    'MPPayeeGuarantorDocumentType Tipo de documento inválido',
  ],
  [
    'the document of the guarantor, without its letters',
    104,
    [],
    [{ payeeGuarantor: { name: 'Loja', document: { type: 'CNPJ', number: '00000000E08G12' } } }],
    'MPDocumentNumber CNPJ inválido',
  ],
  ['the account of Stone', 197, [], [{ authentication: { accessKey: '' } }], 'MP400 accessKey is required'],
];

describe('validate', () => {
  it('accepts a valid request of each bank', () => {
    for (const bank of Object.keys(BANKS)) assert.deepEqual(errorsOf(Number(bank)), [], bank);
  });

  for (const [rule, bank, accepted, refused, error] of rules) {
    it(`checks ${rule}: ${error.split(' ')[0]}`, () => {
      for (const changes of accepted) assert.deepEqual(errorsOf(bank, changes), [], JSON.stringify(changes));
      for (const changes of refused)
        assert.deepEqual(errorsOf(bank, changes), [error], JSON.stringify(changes));
    });
  }

  it('refuses an unknown bank before anything else', () => {
    assert.deepEqual(errorsOf(999, { title: { amountInCents: 0 } }), ['MPBankNumber Banco 999 não existe']);
  });

  it('returns every error, in the order of the checks', () => {
    const title = { amountInCents: 0, expireDate: '2026-03-03' };
    const errors = errorsOf(104, { title, agreement: { agency: '' }, buyer: { document: {} } });
    assert.deepEqual(
      errors.map((error) => error.split(' ')[0]),
      ['MPAmountInCents', 'MPExpireDate', 'MPBuyerDocumentType', 'MPAgency'],
    );
  });
});

describe('decodeRequest', () => {
  it('reads names in any case', () => {
    const decoded = decodeRequest({
      BankNumber: 1,
      TITLE: { OurNumber: 2, Fees: { Fine: { AmountInCents: 3 } } },
    });
    assert.deepEqual(decoded, {
      bank: 1,
      authentication: {},
      agreement: {},
      title: { ournumber: 2, fees: { fine: { amountincents: 3 } } },
      recipient: {},
      buyer: {},
    });
  });

  const paths = [
    ['bankNumber'],
    ['agreement', 'agreementNumber'],
    ['agreement', 'wallet'],
    ['agreement', 'walletVariation'],
    ['title', 'ourNumber'],
    ['title', 'amountInCents'],
  ];
  for (const path of paths) {
    it(`reads ${path.join('.')} as an unsigned integer only`, () => {
      const body = (value: unknown) => path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
      for (const value of [0, Number.MAX_SAFE_INTEGER]) assert.ok(decodeRequest(body(value)), String(value));
      for (const value of [-1, 0.5, '1', 2 ** 53])
        assert.equal(decodeRequest(body(value)), undefined, String(value));
    });
  }

  it('reads nothing else than an object', () => {
    for (const body of [undefined, null, 'text', 1]) assert.equal(decodeRequest(body), undefined);
  });
});
