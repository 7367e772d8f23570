import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { issue, parseBoleto, type SicoobFields } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<SicoobFields>, dueDate = '2026-12-31', amount = 2000) =>
  issue({ bank: '756', dueDate, amount, agency: 4277, beneficiary: 172278, titleId: 4, ...fields });

describe('Sicoob, 756', () => {
  /** The tests of BoletoNetCore, carteira 1/01. */
  for (const [titleId, dueDate, amount, formatted, barcode] of [
    [4, '2016-11-10', 30_000, '0000004-0', '75691697400000300001427701017227800000040001'],
    [3, '2017-03-27', 30_000, '0000003-3', '75692711100000300001427701017227800000033001'],
    [6, '2017-01-05', 50_000, '0000006-5', '75694703000000500001427701017227800000065001'],
    [12_349, '2016-12-28', 401_124, '0012349-2', '75697702200004011241427701017227800123492001'],
    [5, '2016-12-08', 40_900, '0000005-8', '75699700200000409001427701017227800000058001'],
  ] as const) {
    it(`writes nosso número ${titleId} as BoletoNetCore does`, () => {
      const issued = boleto({ titleId }, dueDate, amount);
      assert.equal(issued.barcode, barcode);
      assert.equal(issued.formattedTitleId, formatted);
    });
  }

  it('reads the line of a member whose beneficiary has 7 digits, from a report to BoletoNetCore (issue 377)', () => {
    const line = '75691.30698 01100.317609 01502.290016 6 12000000123972';
    const code = parseFreeField(line);
    assert.deepEqual(code, {
      fields: {
        wallet: '1',
        agency: '3069',
        modality: '01',
        beneficiary: '1003176',
        titleId: '0015022',
        installment: '001',
      },
      warnings: [],
    });
  });

  it('reads the layout with a contrato, from the same report', () => {
    // The report has the check digit of the other line's first field, so that only the campo livre is taken from it.
    assert.deepEqual(read('9306900129527000150229001').fields, {
      agency: '3069',
      contract: '001295270',
      titleId: '00150229',
      modality: '001',
    });
  });

  it('writes carteira 1, modalidade 01 and parcela 001 unless they are given', () => {
    assert.equal(boleto({}).barcode.slice(19), '1427701017227800000040001');
    const given = boleto({ wallet: 3, modality: 2, installment: 12 });
    assert.equal(given.barcode.slice(19), '3427702017227800000040012');
  });

  it('gives a nosso número every check digit', () => {
    const digits = Array.from({ length: 60 }, (_, titleId) => boleto({ titleId }).titleIdCheckDigit);
    assert.deepEqual([...new Set(digits)].sort(), [...'0123456789']);
  });

  it('gives check digit 0 for the remainders 0 and 1, and 1 for 10', () => {
    // Weights 3, 1, 9, 7 over cooperativa 4, beneficiary 10, number 7: the last number counts 3 times.
    const alone = (titleId: number) => boleto({ agency: 0, beneficiary: 0, titleId }).titleIdCheckDigit;
    // 0; 4 × 3 = 12, remainder 1; 7 × 3 = 21, remainder 10; 1 × 3, remainder 3.
    assert.deepEqual([0, 4, 7, 1].map(alone), ['0', '0', '1', '8']);
  });

  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '756', factorAndAmount: '16770000002000', freeField });
    return parseBoleto(code, { referenceDate: '2026-11-24' });
  };
  const warned = (freeField: string, message: string) => {
    const { fields, warnings } = read(freeField);
    assert.equal(fields, undefined);
    assert.deepEqual(warnings, [{ code: 'FREE_FIELD', message }]);
  };

  const parseFreeField = (line: string) => {
    const digits = line.replace(/\D/g, '');
    const freeField = digits.slice(4, 9) + digits.slice(10, 20) + digits.slice(21, 31);
    const { fields, warnings } = read(freeField);
    return { fields, warnings };
  };

  it('warns of another check digit', () => {
    warned(
      '1427701017227800000041001',
      'the check digit of the nosso número, inside the campo livre, should be 0',
    );
  });

  it('does not issue carteira 9, which marks a contrato', () => {
    const message = 'wallet 9 marks the layout with a contrato, which cannot be issued';
    assert.throws(() => boleto({ wallet: 9 }), { code: 'NOT_ALLOWED', field: 'wallet', limit: '9', message });
  });
});
