import assert from 'node:assert/strict';
import { issue } from '../../../../src/boleto/index.js';
import { type Cell, type SlipData, slipPage, verifySlip } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

/** Returns the lines under Instruções on the ficha, and those of the Demonstrativo. */
function printed(changes: Partial<SlipData>): { ficha: readonly string[]; receipt: readonly string[] } {
  const page = slipPage(exampleSlip({ statement: undefined, pix: undefined, ...changes }));
  const cells = page.sections
    .flatMap(({ items }) => items)
    .filter((item): item is Cell => item.kind === 'cell');
  const lines = (label: string) => cells.find((cell) => cell.label?.startsWith(label))?.text.lines ?? [];
  return { ficha: lines('Instruções'), receipt: lines('Demonstrativo') };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `Linha ${index + 1}`);

describe('the conditions of payment', () => {
  // The boleto is of R$ 1.234,56 and due on 31/12/2026. Every amount was computed by hand.
  const cases: [what: string, charges: SlipData['charges'], expected: string[]][] = [
    [
      'a fine as a percentage',
      { fine: { percentage: 2 } },
      ['Multa de 2% (R$ 24,69) a partir de 01/01/2027.'],
    ],
    ['a fine in reais', { fine: { amount: 500, days: 3 } }, ['Multa de R$ 5,00 a partir de 03/01/2027.']],
    [
      'interest as a percentage a month',
      { interest: { percentage: 1 } },
      ['Juros de 1% ao mês (R$ 0,41 por dia) a partir de 01/01/2027.'],
    ],
    [
      'interest of less than half a cent a day',
      { interest: { percentage: 0.01 } },
      ['Juros de 0,01% ao mês a partir de 01/01/2027.'],
    ],
    [
      'interest in reais a day',
      { interest: { amount: 33, days: 10 } },
      ['Juros de R$ 0,33 por dia a partir de 10/01/2027.'],
    ],
    [
      'discounts by date',
      {
        discounts: [
          { amount: 12345, until: '2026-12-01' },
          { percentage: 7.25, until: '2026-12-15' },
        ],
      },
      [
        'Desconto de R$ 123,45 para pagamento até 01/12/2026.',
        'Desconto de 7,25% (R$ 89,51) para pagamento até 15/12/2026.',
      ],
    ],
    ['a limit', { daysToExpire: 60 }, ['Não receber após 01/03/2027.']],
    ['a limit on the due date', { daysToExpire: 0 }, ['Não receber após 31/12/2026.']],
    ['any amount', { divergentPayment: {} }, ['Pode ser pago por qualquer valor.']],
    [
      'a minimum',
      { divergentPayment: { minimum: 100000 } },
      ['Pode ser pago por qualquer valor a partir de R$ 1.000,00.'],
    ],
    [
      'all of them, before the instructions',
      {
        divergentPayment: {},
        daysToExpire: 5,
        fine: { amount: 1 },
        interest: { amount: 1 },
        discounts: [{ amount: 1, until: '2026-12-30' }],
      },
      [
        'Desconto de R$ 0,01 para pagamento até 30/12/2026.',
        'Juros de R$ 0,01 por dia a partir de 01/01/2027.',
        'Multa de R$ 0,01 a partir de 01/01/2027.',
        'Não receber após 05/01/2027.',
        'Pode ser pago por qualquer valor.',
      ],
    ],
  ];
  for (const [what, charges, expected] of cases) {
    it(`are printed: ${what}`, () => {
      const { ficha } = printed({ charges, instructions: ['Obrigado'] });
      assert.deepEqual(ficha, [...expected, 'Obrigado']);
    });
  }

  it('are counted from the due date of a boleto without one, and have no amount without one', () => {
    const boleto = { barcode: '23793000000000000003381260000000000100097210', formattedTitleId: '1' };
    const charges = { fine: { percentage: 2, days: 3 }, interest: { percentage: 1 }, daysToExpire: 30 };
    assert.deepEqual(printed({ boleto, dueDate: null, charges, instructions: [] }).ficha, [
      'Juros de 1% ao mês após o vencimento.',
      'Multa de 2% a partir de 3 dias após o vencimento.',
      'Não receber após 30 dias do vencimento.',
    ]);
  });

  const refused: [what: string, charges: SlipData['charges'], expected: object][] = [
    ['without percentage and amount', { fine: {} }, { code: 'NOT_ALLOWED', field: 'fine' }],
    ['with both', { interest: { percentage: 1, amount: 1 } }, { code: 'NOT_ALLOWED', field: 'interest' }],
    ['of half a cent', { fine: { amount: 0.5 } }, { code: 'NOT_AN_INTEGER', field: 'fine.amount' }],
    [
      'of 101 %',
      { fine: { percentage: 101 } },
      { code: 'OUT_OF_RANGE', field: 'fine.percentage', limit: 100 },
    ],
    [
      'from the due date on',
      { fine: { amount: 1, days: 0 } },
      { code: 'OUT_OF_RANGE', field: 'fine.days', limit: 1 },
    ],
    [
      'until a day that does not exist',
      { discounts: [{ amount: 1, until: '2026-02-29' }] },
      { code: 'INVALID_DATE', field: 'discounts.0.until' },
    ],
    [
      'with a limit before the due date',
      { daysToExpire: -1 },
      { code: 'OUT_OF_RANGE', field: 'daysToExpire' },
    ],
    [
      'with a minimum of nothing',
      { divergentPayment: { minimum: 0 } },
      { code: 'OUT_OF_RANGE', field: 'divergentPayment.minimum' },
    ],
  ];
  for (const [what, charges, expected] of refused) {
    it(`are refused ${what}`, () => {
      for (const check of [slipPage, verifySlip]) {
        assert.throws(() => check(exampleSlip({ charges })), { name: 'BoletoError', ...expected });
      }
    });
  }
});

describe('instructions', () => {
  it('are on the ficha alone as long as they fit', () => {
    const twelve = numbered(12);
    assert.deepEqual(printed({ instructions: twelve }), { ficha: twelve, receipt: [] });
  });

  it('carry on in the Demonstrativo, and the ficha says so', () => {
    const { ficha, receipt } = printed({ instructions: numbered(13), statement: ['Pedido 4711'] });
    assert.deepEqual(ficha, [...numbered(11), '(continua no recibo do pagador)']);
    assert.deepEqual(receipt, ['Pedido 4711', 'Instruções (continuação):', 'Linha 12', 'Linha 13']);
  });

  it('carry on within one that is longer than its place', () => {
    const words = Array.from({ length: 500 }, (_, index) => `palavra${index}`);
    const { ficha, receipt } = printed({ instructions: [words.join(' ')] });
    assert.equal(ficha.length, 12);
    const rest = receipt.slice(1).join(' ');
    assert.equal(`${ficha.slice(0, -1).join(' ')} ${rest}`, words.join(' '));
  });

  it('are refused by drawing and by verifying alike if the Demonstrativo has no room either', () => {
    const pix = exampleSlip().pix;
    for (const lines of [1, 12, 13, 30, 35, 36, 37, 38, 60]) {
      const slip = exampleSlip({ instructions: numbered(lines), statement: undefined, pix });
      const outcome = (check: (slip: SlipData) => unknown) => {
        try {
          check(slip);
          return 'fits';
        } catch (error) {
          const { code, field } = error as { code: string; field: string };
          return `${code} ${field}`;
        }
      };
      // 12 lines on the ficha, of which one points to the receipt; there 25, of which one is the heading.
      const expected = lines <= 35 ? 'fits' : 'TOO_LONG instructions';
      assert.deepEqual([outcome(slipPage), outcome(verifySlip)], [expected, expected], `${lines} lines`);
    }
  });

  it('are verified without a Pix code as if there were one, because the boleto may get one', () => {
    const boleto = issue({
      bank: '237',
      dueDate: '2026-12-31',
      amount: 1,
      agency: 1,
      account: 1,
      wallet: 9,
      titleId: 1,
    });
    const line = `${'palavra '.repeat(24)}fim`;
    const slip = exampleSlip({
      boleto,
      pix: undefined,
      statement: undefined,
      instructions: Array(29).fill(line),
    });
    assert.equal(slipPage(slip).sections.length, 3);
    assert.throws(() => verifySlip(slip), { code: 'TOO_LONG', field: 'instructions' });
  });
});
