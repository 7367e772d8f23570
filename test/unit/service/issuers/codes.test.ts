import assert from 'node:assert/strict';
import { parseBoleto } from '../../../../src/boleto/index.js';
import { type CodeFields, codesOf, fieldErrorsOf } from '../../../../src/service/issuers/codes.js';
import { ISSUERS, isIssuer } from '../../../../src/service/issuers/issuers.js';

const base = { expiration_date: '2026-12-31', amount: 2000 } as const;
const bradesco = { issuer_agency: '3381', issuer_account: '9721', issuer_wallet: '26' };
const caixa = { issuer_agency: '3337', issuer_account: '1103388', issuer_wallet: '25' };
const itau = { issuer_agency: '0057', issuer_account: '12345', issuer_wallet: '110' };
const bancoDoBrasil = { issuer_agency: '1234', issuer_account: '1474166', issuer_wallet: '17' };
const santander = { issuer_agency: '1234', issuer_account: '0282033', issuer_wallet: '101' };

describe('codesOf', () => {
  it('follows the rules of the issuer’s own bank', () => {
    const boletos: readonly [CodeFields, number, string][] = [
      [{ ...base, issuer: 'development', ...bradesco }, 1, '23797167700000020003381260000000000100097210'],
      [{ ...base, issuer: 'bradesco', ...bradesco }, 1, '23797167700000020003381260000000000100097210'],
      [
        {
          issuer: 'boleto-api-itau',
          expiration_date: '2002-05-01',
          amount: 12_345,
          ...itau,
        },
        12_345_678,
        '34196166700000123451101234567880057123457000',
      ],
      [
        {
          issuer: 'boleto-api-banco-do-brasil',
          expiration_date: '2016-07-05',
          amount: 224_674,
          ...bancoDoBrasil,
        },
        328,
        '00191684600002246740000001474166000000032817',
      ],
      [
        {
          issuer: 'boleto-api-caixa',
          expiration_date: '2016-09-15',
          amount: 10_000,
          ...caixa,
          issuer_account: '123456',
        },
        2,
        '10498691800000100001234560000100040000000021',
      ],
      [
        {
          issuer: 'boleto-api-santander',
          expiration_date: '2003-05-15',
          amount: 27_371,
          ...santander,
        },
        566_612_457_800,
        '03398204600000273719028203356661245780020101',
      ],
    ];
    for (const [boleto, titleId, barcode] of boletos) {
      const codes = codesOf(boleto, titleId);
      assert.equal(codes?.barcode, barcode, boleto.issuer);
      assert.match(codes?.digitable_line ?? '', /^\d{5}\.\d{5} \d{5}\.\d{6} \d{5}\.\d{6} \d \d{14}$/);
      const read = parseBoleto(codes?.digitable_line ?? '', { referenceDate: boleto.expiration_date });
      assert.deepEqual([read.bank, read.amount], [ISSUERS[boleto.issuer].bank, boleto.amount]);
    }
  });

  it('mistake 20: makes a barcode of Caixa for Caixa, not of Bradesco', () => {
    const codes = codesOf({ ...base, issuer: 'boleto-api-caixa', ...caixa }, 1);
    assert.equal(codes?.barcode.slice(0, 3), '104');
    assert.equal(codes?.digitable_line.slice(0, 3), '104');
  });

  it('returns none for Stone, which numbers the title itself', () => {
    const account = { issuer_agency: '1', issuer_account: '1', issuer_wallet: '1' };
    assert.equal(codesOf({ ...base, issuer: 'boleto-api-stone', ...account }, 1), undefined);
  });

  it('mistake 10: makes 44 and 47 digits on the last day of the due date factors, on the next day, and later', () => {
    const factors = ['2025-02-21', '2025-02-22', '2026-12-31', '2028-02-29', '2049-10-13', '2049-10-14'].map(
      (expiration_date) => {
        const codes = codesOf({ ...base, issuer: 'bradesco', ...bradesco, expiration_date }, 1);
        assert.equal(codes?.barcode.length, 44);
        assert.equal(codes?.digitable_line.replace(/\D/g, '').length, 47);
        return codes?.barcode.slice(5, 9);
      },
    );
    assert.deepEqual(factors, ['9999', '1000', '1677', '2102', '9999', '1000']);
  });

  it('throws for a wallet that the bank does not have', () => {
    const boleto = { ...base, issuer: 'boleto-api-santander', ...santander, issuer_wallet: '999' } as const;
    assert.throws(() => codesOf(boleto, 1), /wallet 999 is none of 101, 102, 104, 201/);
  });
});

describe('fieldErrorsOf', () => {
  it('reports the widths of each bank', () => {
    const wide = {
      issuer_agency: '12345',
      issuer_account: '123456789012345678901',
      issuer_wallet: '1234',
      title_id: 1e16,
      amount: 1e10,
    };
    const widths = Object.keys(ISSUERS).map((issuer) => [
      issuer,
      ...(isIssuer(issuer) ? fieldErrorsOf(issuer, wide) : []).map(({ message }) => message),
    ]);
    assert.deepEqual(widths, [
      ['development', ...messages(4, 7, 2, '99999999999', '9999999999')],
      ['bradesco', ...messages(4, 7, 2, '99999999999', '9999999999')],
      ['boleto-api-bradesco-shopfacil', ...messages(4, 7, 2, '99999999999', '9999999999')],
      ['boleto-api-caixa', ...messages(4, 7, 2, '999999999999999', '999999999')],
      ['boleto-api-itau', ...messages(4, 5, 3, '99999999', '9999999999')],
      ['boleto-api-banco-do-brasil', ...messages(4, 7, 2, '9999999999', '9999999999')],
      ['boleto-api-santander', ...messages(4, 7, 3, '999999999999', '9999999999')],
      ['boleto-api-stone', ...messages(4, 20, 2, '999999999999999', '9999999999')],
    ]);
  });

  it('reports empty fields and characters that are not digits', () => {
    const wrong = { issuer_agency: '', issuer_account: '12a', issuer_wallet: '２６' };
    assert.deepEqual(fieldErrorsOf('bradesco', wrong), [
      { field: 'issuer_agency', message: 'must be 1 to 4 digits' },
      { field: 'issuer_account', message: 'must be 1 to 7 digits' },
      { field: 'issuer_wallet', message: 'must be 1 to 2 digits' },
    ]);
  });

  it('skips fields of the wrong type', () => {
    const wrongTypes = { issuer_agency: 3381, issuer_account: null, title_id: '1', amount: undefined };
    assert.deepEqual(fieldErrorsOf('bradesco', wrongTypes), []);
    const { issuer_account, issuer_wallet } = bancoDoBrasil;
    assert.deepEqual(fieldErrorsOf('boleto-api-banco-do-brasil', { issuer_account, issuer_wallet: 18 }), []);
    assert.deepEqual(fieldErrorsOf('boleto-api-banco-do-brasil', { issuer_account: 1, issuer_wallet }), []);
  });

  for (const [field, largest] of [
    ['title_id', 99_999_999_999],
    ['amount', 9_999_999_999],
  ] as const) {
    it(`accepts ${field} from 1 to ${largest} at Bradesco`, () => {
      const errors = [0, 1, largest, largest + 1, 1.5].map(
        (value) => fieldErrorsOf('bradesco', { [field]: value }).length,
      );
      assert.deepEqual(errors, [1, 0, 0, 1, 1]);
      assert.equal(fieldErrorsOf('bradesco', { [field]: 0 })[0]?.field, field);
    });
  }

  it('accepts at Caixa only accounts outside 1000000 to 1099999', () => {
    const accounts = ['999999', '1000000', '1050000', '1099999', '1100000'];
    const errors = accounts.map(
      (issuer_account) => fieldErrorsOf('boleto-api-caixa', { ...caixa, issuer_account }).length,
    );
    assert.deepEqual(errors, [0, 1, 1, 1, 0]);
  });

  it('accepts at Banco do Brasil only convênios from 1000000', () => {
    const errors = ['0999999', '1000000', '9999999'].map(
      (issuer_account) =>
        fieldErrorsOf('boleto-api-banco-do-brasil', { ...bancoDoBrasil, issuer_account }).length,
    );
    assert.deepEqual(errors, [1, 0, 0]);
  });

  it('refuses at Itaú every wallet that needs a customer code', () => {
    const refused = Array.from({ length: 1000 }, (_, wallet) => String(wallet).padStart(3, '0')).filter(
      (issuer_wallet) => fieldErrorsOf('boleto-api-itau', { ...itau, issuer_wallet }).length > 0,
    );
    assert.deepEqual(refused, ['106', '107', '122', '142', '143', '195', '196', '198']);
  });

  const ofABank: readonly [CodeFields['issuer'], Partial<CodeFields>, object][] = [
    [
      'boleto-api-caixa',
      { ...caixa, issuer_account: '1000000' },
      { field: 'issuer_account', message: 'must be 999999 or less, or 1100000 or more' },
    ],
    [
      'boleto-api-itau',
      { ...itau, issuer_wallet: '107' },
      { field: 'issuer_wallet', message: 'must not be 107, which needs a customer code' },
    ],
    [
      'boleto-api-banco-do-brasil',
      { ...bancoDoBrasil, issuer_account: '0999999' },
      { field: 'issuer_account', message: 'must be a convênio of 7 digits' },
    ],
    [
      'boleto-api-banco-do-brasil',
      { ...bancoDoBrasil, issuer_wallet: '18' },
      { field: 'issuer_wallet', message: 'must be 17' },
    ],
    [
      'boleto-api-santander',
      { ...santander, issuer_wallet: '103' },
      { field: 'issuer_wallet', message: 'must be one of [101, 102, 104, 201]' },
    ],
    [
      'boleto-api-bradesco-shopfacil',
      { ...bradesco, issuer_wallet: '09' },
      { field: 'issuer_wallet', message: 'must be one of [25, 26]' },
    ],
  ];
  for (const [issuer, fields, error] of ofABank) {
    it(`checks what ${issuer} requires besides widths: ${JSON.stringify(error)}`, () => {
      assert.deepEqual(fieldErrorsOf(issuer, fields), [error]);
    });
  }

  it('reports nothing only if codesOf makes codes', () => {
    const random = seeded(7);
    const digits = (max: number) =>
      Array.from({ length: 1 + random(max) }, () => String(random(10))).join('');
    let valid = 0;
    for (const issuer of Object.keys(ISSUERS)) {
      for (let round = 0; isIssuer(issuer) && round < 500; round++) {
        const boleto = {
          ...base,
          issuer,
          issuer_agency: digits(5),
          issuer_account: digits(8),
          issuer_wallet: ['101', '17', digits(3)][random(3)] ?? '',
          amount: random(2_000_000_000),
        };
        const titleId = random(10 ** (1 + random(12)));
        if (fieldErrorsOf(issuer, { ...boleto, title_id: titleId }).length > 0) continue;
        valid += 1;
        const codes = codesOf(boleto, titleId);
        assert.equal(codes?.barcode.length, issuer === 'boleto-api-stone' ? undefined : 44);
      }
    }
    assert.ok(valid > 300, String(valid));
  });
});

function messages(agency: number, account: number, wallet: number, titleId: string, amount: string) {
  return [
    ...[agency, account, wallet].map((width) => `must be 1 to ${width} digits`),
    ...[titleId, amount].map((max) => `must be an integer from 1 to ${max}`),
  ];
}

/** Makes pseudo-random integers below `max`, the same in every run: a linear congruential generator. */
function seeded(start: number): (max: number) => number {
  let state = start;
  return (max) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * max);
  };
}
