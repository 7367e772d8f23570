import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { brCode, issue } from '../../../../src/boleto/index.js';
import { type Cell, type Item, type SlipData, slipPage } from '../../../../src/boleto/slip/index.js';
import { randomSlip } from '../../../support/random-slip.js';
import { exampleSlip } from '../../../support/slip.js';
import { randomFrom } from '../random.js';

function items(data: SlipData, section: string): readonly Item[] {
  return slipPage(data).sections.find(({ name }) => name === section)?.items ?? [];
}

/** Returns the lines of each field of a part by its label, without empty fields. */
function fields(data: SlipData, section: string): Record<string, string> {
  const cells = items(data, section).filter((item): item is Cell => item.kind === 'cell');
  return Object.fromEntries(
    cells
      .filter(({ label, text }) => label !== undefined && text.lines.length > 0)
      .map(({ label, text }) => [label, text.lines.join(' | ')]),
  );
}

function refusal(changes: Partial<SlipData>) {
  try {
    slipPage(exampleSlip(changes));
  } catch (error) {
    const { name, code, field, message } = error as Error & { code: string; field: string };
    assert.equal(name, 'BoletoError');
    return `${code} ${field}: ${message}`;
  }
  return 'none';
}

describe('slipPage', () => {
  it('prints the fields of the ficha de compensação', () => {
    assert.deepEqual(fields(exampleSlip(), 'Ficha de compensação'), {
      'Local de pagamento': 'PAGÁVEL EM QUALQUER BANCO',
      'Data de vencimento': '31/12/2026',
      Beneficiário:
        'Padaria São João Ltda. | Rua Conceição, 308, cj. 11 - Vila Olímpia - São Paulo/SP - CEP 04551-010',
      'CPF/CNPJ': '11.222.333/0001-81',
      'Agência/Código do beneficiário': '3381-2/0009721-3',
      'Data do documento': '24/11/2026',
      'Nº do documento': 'NF-2026/0042',
      'Espécie doc.': 'DM',
      Aceite: 'N',
      'Data do processamento': '24/11/2026',
      'Nosso número': '26/00000000001-7',
      Carteira: '26',
      Espécie: 'R$',
      '(=) Valor do documento': '1.234,56',
      'Instruções (texto de responsabilidade do beneficiário; dúvidas sobre este boleto, contate o beneficiário)':
        'Após o vencimento, multa de 2 % e juros de 1 % ao mês. | Não receber após 30 dias do vencimento.',
      Pagador: 'José Antônio da Conceição | Avenida Água Branca - São Paulo/SP - CEP 05001-000',
      'Beneficiário final': 'Moinho Três Irmãos S.A.',
    });
  });

  it('has a QR code only if there is a Pix code', () => {
    const kinds = (pix: string | undefined) =>
      items(exampleSlip({ pix }), 'Recibo do pagador').filter(({ kind }) => kind === 'symbol').length;
    assert.deepEqual([kinds(exampleSlip().pix), kinds(undefined)], [1, 0]);
  });

  it('keeps every character of a Pix code that it breaks', () => {
    const slip = exampleSlip();
    const code = items(slip, 'Recibo do pagador').find(
      (item) => item.kind === 'cell' && item.isOneWord,
    ) as Cell;
    assert.equal(code.text.lines.join(''), slip.pix);
    assert.ok(code.text.lines.length > 1);
  });

  it('prints only the name of a party without an address', () => {
    const payer = { name: 'Zoë', document: '11144477735' };
    assert.equal(fields(exampleSlip({ payer }), 'Recibo do pagador').Pagador, 'Zoë');
  });

  it('shortens a name that does not fit at 5 points, and keeps the address', () => {
    const payer = { ...exampleSlip().payer, name: 'Companhia Brasileira '.repeat(30) };
    const [name, more, address] =
      fields(exampleSlip({ payer }), 'Recibo do pagador').Pagador?.split(' | ') ?? [];
    assert.match(`${name} ${more}`, /^(Companhia Brasileira )+.*…$/);
    assert.equal(address, 'Avenida Água Branca - São Paulo/SP - CEP 05001-000');
  });

  it('prints letters that WinAnsi lacks in their plain forms, and other characters as ?', () => {
    const payer = { name: 'Erdős\tŁ 😀 – “Ñandú”\u0301', document: '11144477735' };
    assert.equal(fields(exampleSlip({ payer }), 'Recibo do pagador').Pagador, 'Erdos L ? – “Ñandú”');
  });

  it('prints 0,00, and "contra apresentação", for a barcode without amount and due date', () => {
    const boleto = { barcode: '23793000000000000003381260000000000100097210', formattedTitleId: '1' };
    const open = exampleSlip({ boleto, dueDate: null, pix: undefined });
    const { 'Data de vencimento': dueDate, '(=) Valor do documento': amount } = fields(
      open,
      'Ficha de compensação',
    );
    assert.deepEqual([dueDate, amount], ['CONTRA APRESENTAÇÃO', '0,00']);
  });

  it('prints every amount with points and a comma', () => {
    for (const [amount, printed] of [
      [1, '0,01'],
      [99, '0,99'],
      [100, '1,00'],
      [99_999, '999,99'],
      [100_000, '1.000,00'],
      [9_999_999_999, '99.999.999,99'],
    ] as const) {
      const { boleto } = exampleSlip();
      const factorAndAmount = `1677${String(amount).padStart(10, '0')}`;
      const barcode = assembleBarcode({ bank: '237', factorAndAmount, freeField: boleto.barcode.slice(19) });
      const slip = exampleSlip({ boleto: { ...boleto, barcode }, pix: undefined });
      assert.equal(fields(slip, 'Ficha de compensação')['(=) Valor do documento'], printed);
    }
  });

  it('prints what it is given in place of defaults', () => {
    const changes = {
      bankName: 'Banco da Praça',
      paymentPlace: 'Na praça',
      acceptance: 'S',
      processingDate: '2026-11-25',
    } as const;
    const ficha = fields(exampleSlip(changes), 'Ficha de compensação');
    assert.equal(ficha['Local de pagamento'], 'Na praça');
    assert.equal(ficha.Aceite, 'S');
    assert.equal(ficha['Data do processamento'], '25/11/2026');
    const names = items(exampleSlip(changes), 'Ficha de compensação').map((item) =>
      item.kind === 'cell' ? item.text.lines[0] : undefined,
    );
    assert.ok(names.includes('Banco da Praça'));
  });

  it('prints a due date beside a barcode without one', () => {
    const boleto = { barcode: '23792000000000020003381260000000000100097210', formattedTitleId: '1' };
    const slip = exampleSlip({ boleto, dueDate: '2026-12-31', pix: undefined });
    assert.equal(fields(slip, 'Ficha de compensação')['Data de vencimento'], '31/12/2026');
  });

  it('prints no final beneficiary if there is none', () => {
    const ficha = fields(exampleSlip({ finalBeneficiary: undefined }), 'Ficha de compensação');
    assert.equal(ficha['Beneficiário final'], undefined);
    assert.equal(ficha['CPF/CNPJ'], '529.982.247-25');
  });

  it('accepts a Pix code of the same amount, or without one, or for a boleto without an amount', () => {
    const payee = { url: 'pix.example.com.br/cobv/1', name: 'A', city: 'B' };
    const open = { barcode: '23793000000000000003381260000000000100097210', formattedTitleId: '1' };
    for (const slip of [
      exampleSlip({ pix: ` ${brCode.build({ ...payee, amount: 123456 })}\n` }),
      exampleSlip({ pix: brCode.build(payee) }),
      exampleSlip({ boleto: open, dueDate: null, pix: brCode.build({ ...payee, amount: 5 }) }),
    ]) {
      const printed = items(slip, 'Recibo do pagador').find((item) => item.kind === 'cell' && item.isOneWord);
      assert.equal((printed as Cell).text.lines.join(''), slip.pix?.trim());
    }
  });

  it('keeps every cell on the paper, and lines of text in their cells', () => {
    const random = randomFrom(5);
    for (let round = 0; round < 60; round++) {
      for (const { items } of slipPage(randomSlip(random)).sections) {
        for (const item of items) if (item.kind === 'cell') assertInside(item);
      }
    }
  });

  function assertInside({ x, y, width, height, text }: Cell): void {
    assert.ok(x >= 5 && x + width <= 205 && y >= 5 && y + height <= 297);
    assert.ok(text.top + text.lines.length * text.leading <= height + 1e-9);
  }
});

describe('slipPage refuses a slip that', () => {
  const other = { ...exampleSlip().boleto, barcode: exampleSlip().boleto.barcode.replace('3381', '3382') };

  const refusals: [string, Partial<SlipData>, string][] = [
    [
      'contradicts the due date in its barcode',
      { dueDate: '2026-12-30' },
      'INVALID_DATE dueDate: dueDate 2026-12-30 has the factor 1676, and the barcode has 1677',
    ],
    [
      'leaves out the due date of its barcode',
      { dueDate: null },
      'MISSING dueDate: dueDate is missing: the barcode has the due date factor 1677',
    ],
    [
      'has a barcode with a wrong digit',
      { boleto: other },
      'WRONG_CHECK_DIGIT barcode: the general check digit (digit 5 of a barcode, 33 of a line) is 9 and should be 2',
    ],
    [
      'has no payer',
      { payer: undefined as never },
      'MISSING payer.name: payer.name is missing: the slip has to show it',
    ],
    [
      'has a beneficiary with a wrong CNPJ',
      { beneficiary: { name: 'A', document: '11.222.333/0001-82', address: { city: 'Recife' } } },
      'WRONG_CHECK_DIGIT beneficiary.document: beneficiary.document must be a CPF or CNPJ whose check digits are right',
    ],
    [
      'has no address of the beneficiary',
      { beneficiary: { name: 'A', document: '11.222.333/0001-81', address: { city: ' ' } } },
      'MISSING beneficiary.address: beneficiary.address is missing: the slip has to show it',
    ],
    [
      'has a date that does not exist',
      { documentDate: '2026-02-29' },
      'INVALID_DATE documentDate: documentDate must be a date of the calendar as YYYY-MM-DD',
    ],
    [
      'has an unknown acceptance',
      { acceptance: 'X' as never },
      'NOT_ALLOWED acceptance: acceptance must be A, N or S',
    ],
    [
      'has more instructions than fit',
      { instructions: Array(40).fill('Não receber após o vencimento.') },
      'TOO_LONG instructions: instructions is longer than its place on the slip has room for',
    ],
    [
      'has a document number that does not fit',
      { documentNumber: '1'.repeat(200) },
      'TOO_LONG documentNumber: documentNumber is longer than its place on the slip has room for',
    ],
    [
      'has a Pix code with a wrong character',
      { pix: exampleSlip().pix?.replace('PADARIA', 'PADORIA') },
      'WRONG_CHECK_DIGIT pix: pix: the CRC is 4243 and should be 77C5: a character of the text is wrong',
    ],
    [
      'has a Pix code with a character that cannot be printed',
      { pix: exampleSlip().pix?.replace('PADARIA', 'PADARI😀') },
      'NOT_ALLOWED pix: pix has a character that the slip cannot print',
    ],
    [
      'has a Pix code that is too long',
      { pix: 'a'.repeat(513) },
      'TOO_LONG pix: pix has 513 characters; 512 fit',
    ],
    [
      'has a Pix code of 512 wrong characters',
      { pix: 'a'.repeat(512) },
      'MISSING pix: pix: a BR Code ends with 6304 and four hexadecimal digits',
    ],
    [
      'has a final beneficiary without a name',
      { finalBeneficiary: { name: ' ', document: '529.982.247-25' } },
      'MISSING finalBeneficiary.name: finalBeneficiary.name is missing: the slip has to show it',
    ],
    [
      'has no agency at a bank whose barcode has none',
      {
        boleto: issue({
          bank: '104',
          dueDate: '2026-12-31',
          amount: 123456,
          beneficiary: 200656,
          titleId: 1,
        }),
        account: {},
      },
      'MISSING account.agency: account.agency is missing: the slip has to show it, and the barcode has none',
    ],
    [
      'has a check digit of two characters',
      { account: { agencyDigit: '12' } },
      'NOT_ALLOWED account.agencyDigit: account.agencyDigit must be one digit, X or P',
    ],
    [
      'has no printed wallet for a layout that is not known',
      {
        boleto: { barcode: '23797167700001234563381260000000000100097211', formattedTitleId: '1' },
        agencyAndCode: '1/2',
      },
      'MISSING wallet: wallet is missing: the slip has to show it',
    ],
    [
      'has a wrong processing date',
      { processingDate: '25/11/2026' },
      'INVALID_DATE processingDate: processingDate must be a date of the calendar as YYYY-MM-DD',
    ],
    [
      'has a Pix code of another amount',
      {
        pix: brCode.build({ url: 'pix.example.com.br/cobv/1', amount: 123400, name: 'A', city: 'B' }),
      },
      'NOT_ALLOWED pix: pix asks for 1.234,00, the barcode for 1.234,56',
    ],
    [
      'is of a bank without a name',
      {
        boleto: {
          barcode: assembleBarcode({
            bank: '999',
            factorAndAmount: '16770000123456',
            freeField: '3381260000000000100097210',
          }),
          formattedTitleId: '1',
        },
        agencyAndCode: '1',
        wallet: '1',
      },
      'MISSING bankName: bankName is missing: the slip has to show it',
    ],
  ];

  for (const [what, changes, expected] of refusals) {
    it(what, () => assert.equal(refusal(changes), expected));
  }
});
