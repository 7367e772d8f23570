import assert from 'node:assert/strict';
import { type BoletoData, issue } from '../../../../src/boleto/index.js';
import { type Cell, type SlipData, slipPage } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

type Fields = BoletoData extends infer Data
  ? Data extends unknown
    ? Omit<Data, 'dueDate' | 'amount'>
    : never
  : never;

/** Returns what both parts of the slip print as Agência/Código do beneficiário and as Carteira. */
function printed(fields: Fields, account: SlipData['account']): string {
  const boleto = issue({ ...fields, dueDate: '2026-12-31', amount: 123456 } as BoletoData);
  const items = slipPage(exampleSlip({ boleto, account })).sections.flatMap((section) => section.items);
  const texts = ['Agência/Código do beneficiário', 'Carteira'].map((label) => {
    const cells = items.filter((item): item is Cell => item.kind === 'cell' && item.label === label);
    const [receipt, ficha] = cells.map(({ text }) => text.lines.join('|'));
    assert.equal(receipt, ficha);
    return ficha;
  });
  return texts.join(' ');
}

const bancoDoBrasil = {
  bank: '001',
  layout: 'agreement-7',
  agreement: 1474166,
  titleId: 328,
  wallet: 17,
} as const;
const bradesco = { bank: '237', agency: 3381, account: 9721, wallet: 26, titleId: 1 } as const;
const caixa = { bank: '104', titleId: 1 } as const;

/** Where a case names no other source, its numbers are those of the bank's manual or of the bank's own slips. */
const cases: readonly [what: string, fields: Fields, account: SlipData['account'], expected: string][] = [
  [
    'Itaú: account with its DAC, as in the worked example of the manual',
    { bank: '341', agency: 57, account: 12345, wallet: 110, titleId: 12345678 },
    {},
    '0057/12345-7 110',
  ],
  [
    'Itaú with a customer in the barcode: agency and account from the caller',
    { bank: '341', agency: 57, account: 12345, wallet: '198', titleId: 1, documentNumber: 1, customer: 1 },
    { agency: 57, account: 12345 },
    '0057/12345-7 198',
  ],
  [
    'Bradesco: the digits that are given',
    bradesco,
    { agencyDigit: '2', accountDigit: '3' },
    '3381-2/0009721-3 26',
  ],
  // Agency 0548 and account 1448, with digits 7 and 6, are an example of brcobranca.
  ['Bradesco: digits by modulus 11', { ...bradesco, agency: 548, account: 1448 }, {}, '0548-7/0001448-6 26'],
  ['Bradesco: a given digit P', bradesco, { accountDigit: 'p' }, '3381-2/0009721-P 26'],
  [
    'Caixa: the digit of the beneficiary',
    { ...caixa, beneficiary: 200656 },
    { agency: 1679 },
    '1679/200656-1 RG',
  ],
  [
    'Caixa without registration',
    { ...caixa, beneficiary: 245274, registered: false },
    { agency: '1825' },
    '1825/245274-0 SR',
  ],
  [
    'Caixa: a beneficiary of seven digits',
    { ...caixa, beneficiary: 1103388 },
    { agency: 3337 },
    '3337/1103388 RG',
  ],
  [
    'Caixa: seven digits that look like six and their digit, which the caller knows better',
    { ...caixa, beneficiary: 2006561 },
    { agency: 3337, account: 2006561 },
    '3337/2006561 RG',
  ],
  // Agencies 4042 and 1584, accounts 61900 and 210169: examples of brcobranca and of the bank.
  ['Banco do Brasil: the account', bancoDoBrasil, { agency: 4042, account: 61900 }, '4042-8/00061900-0 17'],
  [
    'Banco do Brasil: the bank’s example',
    bancoDoBrasil,
    { agency: 1584, account: 210169 },
    '1584-9/00210169-6 17',
  ],
  [
    'Banco do Brasil: agency and account of the barcode',
    {
      bank: '001',
      layout: 'agreement-6',
      agreement: 1234,
      titleId: 1,
      agency: 4042,
      account: 61900,
      wallet: 17,
    },
    {},
    '4042-8/00061900-0 17',
  ],
  [
    'Banco do Brasil: a given X',
    bancoDoBrasil,
    { agency: 1, agencyDigit: 'X', account: 1, accountDigit: 'X' },
    '0001-X/00000001-X 17',
  ],
  [
    'Santander: agency and beneficiary',
    { bank: '033', beneficiary: 1899775, titleId: 90002720, wallet: '102' },
    { agency: 59 },
    '0059/1899775 102',
  ],
  // The six below are printed by brcobranca (Sicredi, Banrisul, Safra, Ailos) and BoletoNetCore (Sicoob, Inter).
  [
    'Sicredi: cooperativa, posto and beneficiary',
    { bank: '748', agency: 1234, post: 18, beneficiary: 12345, year: 12, byte: 2, titleId: 13871 },
    {},
    '1234.18.12345 1',
  ],
  [
    'Sicredi: zeros in front',
    { bank: '748', agency: 165, post: 2, beneficiary: 623, year: 7, byte: 2, titleId: 3 },
    {},
    '0165.02.00623 1',
  ],
  [
    'Sicoob: the digit of the beneficiary',
    { bank: '756', agency: 4277, beneficiary: 172278, titleId: 4 },
    {},
    '4277/17227-8 1',
  ],
  [
    'Banrisul: the two digits of the beneficiary',
    { bank: '041', agency: 1102, beneficiary: 9000150, titleId: 22832563 },
    {},
    '1102/900015.0.46 ',
  ],
  [
    'Banrisul: two digits that are given',
    { bank: '041', agency: 1102, beneficiary: 8505610, titleId: 1 },
    { accountDigit: '99' },
    '1102/850561.0.99 ',
  ],
  [
    'Safra: agency and account with their digits',
    { bank: '422', agency: 40428, account: '000619007', titleId: 1 },
    {},
    '40428/000619007 ',
  ],
  [
    'Inter: the account of the caller',
    { bank: '077', agency: 1, wallet: 110, operation: 1234567, titleId: 1 },
    { account: 12345678, accountDigit: '8' },
    '00019/123456788 110',
  ],
  [
    'Ailos: the agency of the caller',
    { bank: '085', agreement: 0, account: 11111119, titleId: 1, wallet: 1 },
    { agency: 101 },
    '0101-5/1111111-9 01',
  ],
  [
    'Ailos: a given digit of the agency',
    { bank: '085', agreement: 0, account: 11111119, titleId: 1, wallet: 1 },
    { agency: 101, agencyDigit: '7' },
    '0101-7/1111111-9 01',
  ],
  ['Stone', { bank: '197', titleId: 1 }, { agency: 1, account: 300006, accountDigit: '4' }, '0001/300006-4 '],
];

describe('the numbers of the beneficiary on a slip', () => {
  for (const [what, fields, account, expected] of cases) {
    it(what, () => assert.equal(printed(fields, account), expected));
  }

  it('a finished text, for a layout that the library does not know', () => {
    const slip = exampleSlip({ agencyAndCode: '3381/9721', wallet: 'CR' });
    const { items } = slipPage(slip).sections[2] ?? assert.fail();
    const text = (label: string) =>
      items.find((item): item is Cell => item.kind === 'cell' && item.label === label)?.text.lines;
    assert.deepEqual([text('Agência/Código do beneficiário'), text('Carteira')], [['3381/9721'], ['CR']]);
  });
});
