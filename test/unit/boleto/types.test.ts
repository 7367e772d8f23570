import assert from 'node:assert/strict';
import { type BoletoData, issue } from '../../../src/boleto/index.js';

const common = { dueDate: '2026-12-31', amount: 2000 } as const;
const title17 = { layout: 'title-17', agreement: 1, titleId: 1 } as const;

// `npm test` compiles this file. If a line below stops being a type error, the comment above it becomes one.
describe('the types of issue', () => {
  const wrong: [string, () => BoletoData][] = [
    // @ts-expect-error Bradesco needs a carteira.
    ['a missing field', () => ({ bank: '237', ...common, agency: 1, account: 1, titleId: 1 })],
    // @ts-expect-error The library does not know this bank.
    ['an unknown bank', () => ({ bank: '999', ...common, titleId: 1 })],
    // @ts-expect-error Santander has four carteiras.
    ['an unknown carteira', () => ({ bank: '033', ...common, beneficiary: 1, titleId: 1, wallet: '999' })],
    // @ts-expect-error Carteira 17 has no nosso número of 17 digits.
    ['a carteira of another layout', () => ({ bank: '001', ...common, ...title17, wallet: '17' })],
    // @ts-expect-error An amount is a number of cents.
    ['an amount as text', () => ({ bank: '197', ...common, amount: '20.00', titleId: 1 })],
  ];
  for (const [what, data] of wrong) {
    it(`refuse ${what}, and so does issue itself`, () =>
      assert.throws(() => issue(data()), { name: 'BoletoError' }));
  }
});
