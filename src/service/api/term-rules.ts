import { isCivilDate, isValidCnpj, isValidCpf } from '../../boleto/index.js';
import type { FieldError } from './validate.js';

type Body = Readonly<Record<string, unknown>>;

/** Checks the terms of a boleto's payment against each other: discounts, limit of payment, other amounts and rules. */
export function termErrors(body: Body, today: string): FieldError[] {
  return [
    ...discountErrors(body, today),
    ...minimumErrors(body),
    ...ruleErrors(body),
    ...finalBeneficiaryErrors(body),
  ];
}

/** Checks that each discount ends later than the one before it, between today and the due date, and leaves something. */
function discountErrors({ discounts, expiration_date: dueDate, amount }: Body, today: string): FieldError[] {
  if (!Array.isArray(discounts)) return [];
  let before = '';
  return discounts.map(membersOf).flatMap(({ until, ...price }, index) => {
    const name = `discounts.${index}`;
    const errors = wasTooLarge(price, amount) ? [{ field: name, message: 'must be below the amount' }] : [];
    if (typeof until !== 'string' || !isCivilDate(until)) return errors;
    const message = dateError(until, { before, today, dueDate });
    before = until;
    return message === undefined ? errors : [...errors, { field: `${name}.until`, message }];
  });
}

function dateError(until: string, limits: { before: string; today: string; dueDate: unknown }) {
  const { before, today, dueDate } = limits;
  if (until < today) return `must not be before today, ${today}`;
  if (until <= before) return `must be after the date of the discount before it, ${before}`;
  if (typeof dueDate !== 'string' || !isCivilDate(dueDate) || until <= dueDate) return undefined;
  return `must not be after the due date, ${dueDate}`;
}

/** The schema keeps a percentage below 100. */
function wasTooLarge({ amount: discount }: Body, amount: unknown): boolean {
  return typeof discount === 'number' && typeof amount === 'number' && discount >= amount;
}

function minimumErrors({ divergent_payment, amount }: Body): FieldError[] {
  const { mode, amount: minimum } = membersOf(divergent_payment);
  if (mode !== 'minimum' || typeof minimum !== 'number' || typeof amount !== 'number') return [];
  return minimum < amount
    ? []
    : [{ field: 'divergent_payment.amount', message: 'must be below the amount of the boleto' }];
}

/** `strict_expiration_date` means payment until the due date and of the amount only, `no_strict` means later too. */
function ruleErrors({ rules, days_to_expire: days, divergent_payment }: Body): FieldError[] {
  if (!Array.isArray(rules)) return [];
  const isStrict = rules.includes('strict_expiration_date');
  const hasDays = typeof days === 'number';
  const contradicts = (rule: string) => `contradicts the rule ${rule}: leave one of them out`;
  return [
    ...(hasDays && isStrict && days > 0
      ? [{ field: 'days_to_expire', message: contradicts('strict_expiration_date') }]
      : []),
    ...(hasDays && rules.includes('no_strict') && days === 0
      ? [{ field: 'days_to_expire', message: contradicts('no_strict') }]
      : []),
    ...(isStrict && (divergent_payment ?? null) !== null
      ? [{ field: 'divergent_payment', message: contradicts('strict_expiration_date') }]
      : []),
  ];
}

function finalBeneficiaryErrors({ final_beneficiary }: Body): FieldError[] {
  const { document_number: number } = membersOf(final_beneficiary);
  if (typeof number !== 'string' || number === '' || isValidCpf(number) || isValidCnpj(number)) return [];
  return [{ field: 'final_beneficiary.document_number', message: 'must be a valid CPF or CNPJ' }];
}

function membersOf(value: unknown): Body {
  return typeof value === 'object' && value !== null ? (value as Body) : {};
}
