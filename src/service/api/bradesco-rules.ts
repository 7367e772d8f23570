import type { FieldError } from './validate.js';

type Body = Readonly<Record<string, unknown>>;

/**
 * Checks what only Bradesco's registration service refuses, with the title id then spent. Source: its response codes
 * 9300564 (issued on the due date), 9300547 (a discount that ends on the day of issue), 9300523 and 9300583 (discounts
 * that together reach the amount).
 *
 * @param body a boleto that is to be registered there
 */
export function bradescoErrors({ expiration_date, discounts, amount }: Body, today: string): FieldError[] {
  return [
    ...(expiration_date === today
      ? [{ field: 'expiration_date', message: `must be after today, ${today}, at bradesco` }]
      : []),
    ...(Array.isArray(discounts) ? discountErrors(discounts, amount, today) : []),
  ];
}

function discountErrors(discounts: readonly unknown[], amount: unknown, today: string): FieldError[] {
  const given = discounts.map((discount) => (discount ?? {}) as Body);
  const endToday = given.flatMap(({ until }, index) =>
    until === today
      ? [{ field: `discounts.${index}.until`, message: `must be after today, ${today}, at bradesco` }]
      : [],
  );
  if (typeof amount !== 'number') return endToday;
  const centsOf = ({ amount: cents, percentage }: Body) =>
    typeof cents === 'number' ? cents : typeof percentage === 'number' ? (amount * percentage) / 100 : 0;
  const total = given.reduce((sum, discount) => sum + centsOf(discount), 0);
  return given.length > 1 && total >= amount
    ? [...endToday, { field: 'discounts', message: 'must together be below the amount at bradesco' }]
    : endToday;
}
