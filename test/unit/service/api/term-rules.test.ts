import assert from 'node:assert/strict';
import { createRules } from '../../../../src/service/api/rules.js';
import { validate } from '../../../../src/service/api/validate.js';
import { createSchema } from '../../../../src/service/boletos/schema.js';
import { HttpError } from '../../../../src/service/http/errors.js';

const valid = {
  queue_url: 'allowed',
  expiration_date: '2026-12-31',
  amount: 2000,
  issuer: 'development',
  issuer_account: '9721',
  issuer_agency: '3381',
  issuer_wallet: '26',
  register: false,
};
const rules = createRules({ today: '2026-11-24', isAllowedQueue: () => true, canRegister: () => true });

/** Returns each error of a valid body with changes. */
function errorsOf(changes: Record<string, unknown>): string[] {
  try {
    validate(createSchema, { ...valid, ...changes }, rules);
    return [];
  } catch (error) {
    assert.ok(error instanceof HttpError);
    return error.errors.map(({ message }) => message);
  }
}

const discount = (until: string, price: object = { amount: 100 }) => ({ until, ...price });
const person = { name: 'Loja Final', document_number: '11.222.333/0001-81' };

describe('the terms of a boleto', () => {
  const accepted: Record<string, Record<string, unknown>> = {
    'one discount until the due date': { discounts: [discount('2026-12-31')] },
    'one discount until today': { discounts: [discount('2026-11-24')] },
    'three discounts by rising dates': {
      discounts: [
        discount('2026-12-01', { percentage: 99.99999 }),
        discount('2026-12-02', { percentage: 0.00001 }),
        discount('2026-12-03', { amount: 1999 }),
      ],
    },
    'no discounts': { discounts: [] },
    'payment until the due date': { days_to_expire: 0 },
    'payment for 999 days': { days_to_expire: 999 },
    'any amount': { divergent_payment: { mode: 'any' } },
    'a minimum': { divergent_payment: { mode: 'minimum', amount: 1999 } },
    'a strict rule and 0 days': { rules: ['strict_expiration_date'], days_to_expire: 0 },
    'a lenient rule, days and any amount': {
      rules: ['no_strict'],
      days_to_expire: 10,
      divergent_payment: { mode: 'any' },
    },
    'a final beneficiary with a CPF': { final_beneficiary: { ...person, document_number: '529.982.247-25' } },
    'a final beneficiary with letters in its CNPJ': {
      final_beneficiary: { ...person, document_number: '00.000.000/E08G-12' },
    },
    'check digits and an account': {
      issuer_agency_digit: 'X',
      issuer_account_digit: 'P',
      issuer_bank_account: '00012345',
    },
    'a kind of document': { document_type: 'DM' },
    nothing: {
      document_type: null,
      issuer_agency_digit: null,
      issuer_account_digit: null,
      issuer_bank_account: null,
      final_beneficiary: null,
      discounts: null,
      days_to_expire: null,
      divergent_payment: null,
    },
  };
  for (const [what, changes] of Object.entries(accepted)) {
    it(`may be ${what}`, () => assert.deepEqual(errorsOf(changes), []));
  }

  const refused: [string, Record<string, unknown>, string[]][] = [
    [
      'a fourth discount',
      { discounts: ['01', '02', '03', '04'].map((day) => discount(`2026-12-${day}`)) },
      ['"discounts" must have at most 3 items'],
    ],
    [
      'discounts on one date',
      { discounts: [discount('2026-12-01'), discount('2026-12-01')] },
      ['"discounts.1.until" must be after the date of the discount before it, 2026-12-01'],
    ],
    [
      'discounts by falling dates',
      { discounts: [discount('2026-12-02'), discount('2026-12-01')] },
      ['"discounts.1.until" must be after the date of the discount before it, 2026-12-02'],
    ],
    [
      'a discount after the due date',
      { discounts: [discount('2027-01-01')] },
      ['"discounts.0.until" must not be after the due date, 2026-12-31'],
    ],
    [
      'a discount that is over',
      { discounts: [discount('2026-11-23')] },
      ['"discounts.0.until" must not be before today, 2026-11-24'],
    ],
    [
      'a discount on no day of the calendar',
      { discounts: [discount('2026-02-30')] },
      ['"discounts.0.until" must be a date of the calendar as YYYY-MM-DD'],
    ],
    [
      'a discount of the whole amount',
      { discounts: [discount('2026-12-01', { amount: 2000 })] },
      ['"discounts.0" must be below the amount'],
    ],
    [
      'a discount of 100 per cent',
      { discounts: [discount('2026-12-01', { percentage: 100 })] },
      ['"discounts.0.percentage" must be less than or equal to 99.99999'],
    ],
    [
      'a discount of 0 per cent',
      { discounts: [discount('2026-12-01', { percentage: 0 })] },
      ['"discounts.0.percentage" must be larger than or equal to 0.00001'],
    ],
    [
      'a discount of both kinds',
      { discounts: [discount('2026-12-01', { amount: 1, percentage: 1 })] },
      ['"discounts.0" must have percentage or amount, not both'],
    ],
    [
      'a discount of no kind',
      { discounts: [discount('2026-12-01', {})] },
      ['"discounts.0" must have percentage or amount'],
    ],
    ['a discount without a date', { discounts: [{ amount: 1 }] }, ['"discounts.0.until" is required']],
    ['discounts that are none', { discounts: { amount: 1 } }, ['"discounts" must be an array']],
    ['negative days', { days_to_expire: -1 }, ['"days_to_expire" must be larger than or equal to 0']],
    ['1000 days', { days_to_expire: 1000 }, ['"days_to_expire" must be less than or equal to 999']],
    ['half a day', { days_to_expire: 1.5 }, ['"days_to_expire" must be an integer']],
    [
      'a minimum of the amount',
      { divergent_payment: { mode: 'minimum', amount: 2000 } },
      ['"divergent_payment.amount" must be below the amount of the boleto'],
    ],
    [
      'a minimum without an amount',
      { divergent_payment: { mode: 'minimum' } },
      ['"divergent_payment" must have an amount if its mode is minimum, and only then'],
    ],
    [
      'any amount, but at least one',
      { divergent_payment: { mode: 'any', amount: 1 } },
      ['"divergent_payment" must have an amount if its mode is minimum, and only then'],
    ],
    [
      'another mode',
      { divergent_payment: { mode: 'exact' } },
      ['"divergent_payment.mode" must be one of [any, minimum]'],
    ],
    [
      'a strict rule and days',
      { rules: ['strict_expiration_date'], days_to_expire: 1 },
      ['"days_to_expire" contradicts the rule strict_expiration_date: leave one of them out'],
    ],
    [
      'a strict rule and any amount',
      { rules: ['strict_expiration_date'], divergent_payment: { mode: 'any' } },
      ['"divergent_payment" contradicts the rule strict_expiration_date: leave one of them out'],
    ],
    [
      'a lenient rule and no day',
      { rules: ['no_strict'], days_to_expire: 0 },
      ['"days_to_expire" contradicts the rule no_strict: leave one of them out'],
    ],
    [
      'a final beneficiary with a wrong document',
      { final_beneficiary: { ...person, document_number: '11222333000182' } },
      ['"final_beneficiary.document_number" must be a valid CPF or CNPJ'],
    ],
    [
      'a final beneficiary without a name',
      { final_beneficiary: { document_number: '52998224725' } },
      ['"final_beneficiary.name" is required'],
    ],
    [
      'an agency digit of two',
      { issuer_agency_digit: '12' },
      ['"issuer_agency_digit" must be one digit, X or P'],
    ],
    [
      'an account digit x',
      { issuer_account_digit: 'x' },
      ['"issuer_account_digit" must be one digit, X or P'],
    ],
    [
      'an account with its digit',
      { issuer_bank_account: '12345-6' },
      ['"issuer_bank_account" must be 1 to 20 digits'],
    ],
  ];
  for (const [what, changes, errors] of refused) {
    it(`must not be ${what}`, () => assert.deepEqual(errorsOf(changes), errors));
  }
});
