import assert from 'node:assert/strict';
import { brCode, issue } from '../../../../src/boleto/index.js';
import { checkedSlip } from '../../../../src/boleto/slip/checked-slip.js';
import type { SlipAddress, SlipData, SlipParty } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

const checked = (changes: Partial<Record<keyof SlipData, unknown>>) =>
  checkedSlip(exampleSlip(changes as Partial<SlipData>));
const person: SlipParty = { name: 'Zoë', document: '11144477735' };

describe('checkedSlip', () => {
  it('returns every value as it is printed', () => {
    const { pix, ...printed } = checked({});
    assert.equal(pix, exampleSlip().pix);
    assert.deepEqual(printed, {
      barcode: '23799167700001234563381260000000000100097210',
      digitableLine: '23793.38128 60000.000004 01000.972107 9 16770000123456',
      bankName: 'Bradesco',
      bankCode: '237-2',
      paymentPlace: 'PAGÁVEL EM QUALQUER BANCO',
      dueDate: '31/12/2026',
      amount: '1.234,56',
      agencyAndCode: '3381-2/0009721-3',
      titleId: '26/00000000001-7',
      documentNumber: 'NF-2026/0042',
      documentKind: 'DM',
      acceptance: 'N',
      documentDate: '24/11/2026',
      processingDate: '24/11/2026',
      wallet: '26',
      beneficiary: {
        name: 'Padaria São João Ltda.',
        document: '12.ABC.345/01DE-35',
        address: 'Rua Conceição, 308, cj. 11 - Vila Olímpia - São Paulo/SP - CEP 04551-010',
      },
      payer: {
        name: 'José Antônio da Conceição',
        document: '529.982.247-25',
        address: 'Avenida Água Branca - São Paulo/SP - CEP 05001-000',
      },
      finalBeneficiary: { name: 'Moinho Três Irmãos S.A.', document: '11.222.333/0001-81', address: '' },
      instructions: [
        'Após o vencimento, multa de 2 % e juros de 1 % ao mês.',
        'Não receber após 30 dias do vencimento.',
      ],
      statement: ['Fornecimento de pães e bolos, novembro de 2026', 'Pedido 4711'],
    });
  });

  it('leaves empty what may be missing', () => {
    const names = [
      'documentNumber',
      'documentKind',
      'instructions',
      'statement',
      'pix',
      'finalBeneficiary',
    ] as const;
    const without = checked(Object.fromEntries(names.map((name) => [name, undefined])));
    assert.deepEqual(
      names.map((name) => without[name]),
      ['', '', [], [], undefined, undefined],
    );
  });

  it('accepts A, N and S as acceptance', () => {
    assert.deepEqual(
      ['A', 'N', 'S'].map((acceptance) => checked({ acceptance }).acceptance),
      ['A', 'N', 'S'],
    );
    for (const acceptance of ['a', '', 'X']) {
      assert.throws(() => checked({ acceptance }), {
        code: 'NOT_ALLOWED',
        field: 'acceptance',
        limit: 'A, N, S',
      });
    }
  });

  it('prints the due date that it is given beside an amount that takes the digits of the factor', () => {
    const boleto = issue({
      bank: '001',
      layout: 'agreement-7',
      agreement: 1474166,
      titleId: 328,
      wallet: 17,
      dueDate: '2026-12-31',
      amount: 12_345_678_901,
    });
    const slip = checked({ boleto, account: { agency: 1, account: 1 }, pix: undefined });
    assert.deepEqual([slip.dueDate, slip.amount], ['31/12/2026', '123.456.789,01']);
    assert.equal(
      checked({ boleto, account: { agency: 1, account: 1 }, pix: undefined, dueDate: null }).dueDate,
      'CONTRA APRESENTAÇÃO',
    );
  });

  it('prints a line for each line of a text', () => {
    const { instructions, statement } = checked({
      instructions: ['um\r\ndois', 'três'],
      statement: ['a\nb\rc'],
    });
    assert.deepEqual(instructions, ['um', 'dois', 'três']);
    assert.deepEqual(statement, ['a', 'b c']);
  });

  for (const [address, printed] of [
    [{}, ''],
    [{ streetNumber: '308' }, '308'],
    [{ street: 'Rua A', complement: 'cj. 11' }, 'Rua A, cj. 11'],
    [{ neighborhood: 'Centro', state: 'SP' }, 'Centro - SP'],
    [{ street: ' ', city: 'São Paulo' }, 'São Paulo'],
    [{ city: 'Santos', state: 'SP', zipCode: '11010000' }, 'Santos/SP - CEP 11010-000'],
    [{ zipCode: '11010-000' }, 'CEP 11010-000'],
    [{ zipCode: '1101' }, 'CEP 1101'],
    [{ zipCode: '110100001' }, 'CEP 110100001'],
    [{ zipCode: 'x11010000' }, 'CEP x11010000'],
    [{ zipCode: '' }, ''],
  ] as readonly (readonly [SlipAddress, string])[]) {
    it(`prints the address ${JSON.stringify(address)} as "${printed}"`, () => {
      assert.equal(checked({ payer: { ...person, address } }).payer.address, printed);
    });
  }

  it('masks the document of the payer on request, also where the payer is the final beneficiary', () => {
    const payer = { name: 'Zoë', document: '529.982.247-25' };
    const own = checked({ payer, finalBeneficiary: { ...payer, document: '52998224725' }, masksPayer: true });
    assert.equal(own.payer.document, '***.982.247-**');
    assert.equal(own.finalBeneficiary?.document, '***.982.247-**');
    const other = checked({ payer, masksPayer: true });
    assert.equal(other.finalBeneficiary?.document, '11.222.333/0001-81');
    assert.equal(other.beneficiary.document, '12.ABC.345/01DE-35');
    assert.throws(() => checked({ payer: { name: 'Zoë', document: '1' }, masksPayer: true }), {
      field: 'payer.document',
    });
  });

  it('prints a document with its punctuation, however it is written', () => {
    for (const [document, printed] of [
      ['111.444.777-35', '111.444.777-35'],
      ['11144477735', '111.444.777-35'],
      ['11222333000181', '11.222.333/0001-81'],
      ['12abc34501de35', '12.ABC.345/01DE-35'],
    ] as const) {
      assert.equal(checked({ payer: { ...person, document } }).payer.document, printed);
    }
  });

  const { barcode, formattedTitleId } = exampleSlip().boleto;
  for (const [field, changes] of [
    ['boleto.barcode', { boleto: undefined }],
    ['boleto.barcode', { boleto: { formattedTitleId } }],
    ['boleto.formattedTitleId', { boleto: { barcode } }],
    ['boleto.formattedTitleId', { boleto: { barcode, formattedTitleId: ' ' } }],
    ['bankName', { bankName: '' }],
    ['agencyAndCode', { agencyAndCode: '' }],
    ['agencyAndCode', { agencyAndCode: 3381 }],
    ['wallet', { wallet: ' ' }],
    ['beneficiary.name', { beneficiary: undefined }],
    ['beneficiary.name', { beneficiary: { ...person, name: '' } }],
    ['payer.name', { payer: { ...person, name: undefined } }],
    ['finalBeneficiary.name', { finalBeneficiary: { ...person, name: '\n' } }],
  ] as const) {
    it(`needs ${field}, which is missing in ${JSON.stringify(changes)}`, () => {
      assert.throws(() => checked(changes), {
        name: 'BoletoError',
        code: 'MISSING',
        field,
        message: `${field} is missing: the slip has to show it`,
      });
    });
  }

  for (const party of ['beneficiary', 'payer', 'finalBeneficiary']) {
    it(`refuses a document of ${party} whose check digits are wrong, or none`, () => {
      for (const document of ['11144477736', '', undefined, '11222333000182', 'A2998224733']) {
        assert.throws(() => checked({ [party]: { ...person, document } }), {
          code: 'WRONG_CHECK_DIGIT',
          field: `${party}.document`,
          message: `${party}.document must be a CPF or CNPJ whose check digits are right`,
        });
      }
    });
  }

  it('names what the barcode has where the slip contradicts it', () => {
    assert.throws(() => checked({ dueDate: null }), { code: 'MISSING', field: 'dueDate', limit: 1677 });
    assert.throws(() => checked({ dueDate: '2026-12-30' }), {
      code: 'INVALID_DATE',
      field: 'dueDate',
      limit: 1677,
    });
    const pix = brCode.build({ url: 'pix.example.com.br/1', amount: 5, name: 'A', city: 'B' });
    assert.throws(() => checked({ pix }), { code: 'NOT_ALLOWED', field: 'pix', limit: 123_456 });
  });

  it('names the field of each date that is none of the calendar', () => {
    for (const field of ['documentDate', 'processingDate', 'dueDate']) {
      assert.throws(() => checked({ [field]: '2026-02-30' }), {
        code: 'INVALID_DATE',
        field,
        message: `${field} must be a date of the calendar as YYYY-MM-DD`,
      });
    }
  });

  it('refuses a Pix code that is too long, or that it cannot print, and names the limit', () => {
    assert.throws(() => checked({ pix: 'a'.repeat(513) }), { code: 'TOO_LONG', field: 'pix', limit: 512 });
    for (const character of ['\u00a0', '\n', '\u0100', '\x7f']) {
      assert.throws(() => checked({ pix: `0002${character}01` }), {
        code: 'NOT_ALLOWED',
        field: 'pix',
        message: 'pix has a character that the slip cannot print',
      });
    }
    const wrong = exampleSlip().pix?.replace('PADARIA', 'PADORIA');
    assert.throws(() => checked({ pix: wrong }), { code: 'WRONG_CHECK_DIGIT', field: 'pix', limit: '77C5' });
  });
});
