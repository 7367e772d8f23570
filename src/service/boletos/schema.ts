import * as z from 'zod/mini';
import { isCivilDate, MAX_AMOUNT } from '../../boleto/index.js';
import { isBoletoId } from '../id.js';
import { DOCUMENT_TYPES } from '../issuers/document-types.js';
import { issuerDigits, issuerName } from '../issuers/schema.js';
import { requiredText, storable, text } from '../text.js';
import { STATUSES } from './status.js';

const INSTRUCTIONS_LENGTH = 4_000;
const MAX_PERCENTAGE = 100;
const MAX_DAYS = 99;
const MAX_DISCOUNTS = 3;
/** Per cent: the last of the five decimals that Bradesco reads. */
const SMALLEST_DISCOUNT = 0.00001;
/** Three digits, the most that a bank reads. */
const MAX_DAYS_TO_EXPIRE = 999;

/** The largest of any bank. issuers/codes.ts knows how many digits each bank allows. */
export const MAX_TITLE_ID = 10 ** 15 - 1;

const optionalText = z.nullish(text);
const cents = z.int().check(z.minimum(1), z.maximum(MAX_AMOUNT));

export const address = z.strictObject({
  zipcode: optionalText,
  street: optionalText,
  street_number: z.nullish(z.union([text, z.number()], 'must be a string or a number')),
  complementary: optionalText,
  neighborhood: optionalText,
  city: optionalText,
  state: optionalText,
});

interface Priced {
  readonly percentage?: number | null | undefined;
  readonly amount?: number | null | undefined;
}

const notBoth = z.refine<Priced>(
  ({ percentage, amount }) => (percentage ?? null) === null || (amount ?? null) === null,
  'must have percentage or amount, not both',
);
const notNeither = z.refine<Priced>(
  ({ percentage, amount }) => (percentage ?? amount ?? null) !== null,
  'must have percentage or amount',
);
const price = {
  percentage: z.nullish(z.number().check(z.minimum(0), z.maximum(MAX_PERCENTAGE))),
  amount: z.nullish(cents),
};

const charge = z
  .strictObject({ ...price, days: z.nullish(z.int().check(z.minimum(1), z.maximum(MAX_DAYS))) })
  .check(notBoth, notNeither);

const civilDate = z.string().check(z.refine(isCivilDate, 'must be a date of the calendar as YYYY-MM-DD'));

/** Up to `until`, a part of the amount need not be paid. */
const discount = z
  .strictObject({
    percentage: z.nullish(z.number().check(z.minimum(SMALLEST_DISCOUNT), z.maximum(100 - SMALLEST_DISCOUNT))),
    amount: price.amount,
    until: civilDate,
  })
  .check(notBoth, notNeither);

const finalBeneficiary = z.strictObject({
  name: requiredText,
  document_number: requiredText,
  address: z.nullish(address),
});

const divergentPayment = z
  .strictObject({ mode: z.enum(['any', 'minimum']), amount: z.nullish(cents) })
  .check(
    z.refine(
      ({ mode, amount }) => (mode === 'minimum') === ((amount ?? null) !== null),
      'must have an amount if its mode is minimum, and only then',
    ),
  );

/** Check digit of an agency or an account, as its bank prints it. */
export const checkDigit = z.string().check(z.regex(/^[0-9XP]$/, 'must be one digit, X or P'));
export const bankAccount = z.string().check(z.regex(/^[0-9]{1,20}$/, 'must be 1 to 20 digits'));

const rules = z
  .array(z.enum(['strict_expiration_date', 'no_strict']))
  .check(
    z.refine(
      (given) => new Set(given).size < 2,
      'must not hold strict_expiration_date and no_strict at once',
    ),
  );

/**
 * The type and the bounds of each field of POST /boletos, in the spelling that spellings.ts makes. api/rules.ts checks fields together. The order of the fields
 * is that of the errors, which callers know.
 */
export const createSchema = z.strictObject({
  queue_url: requiredText,
  expiration_date: z.string({
    error: ({ input }) =>
      input === undefined ? 'is required' : 'must be a number of milliseconds or valid date string',
  }),
  amount: cents,
  interest: z.nullish(charge),
  fine: z.nullish(charge),
  discounts: z.nullish(z.array(discount).check(z.maxLength(MAX_DISCOUNTS))),
  instructions: z.nullish(z.string().check(z.maxLength(INSTRUCTIONS_LENGTH), storable)),
  document_type: z.nullish(z.enum(DOCUMENT_TYPES)),
  issuer: issuerName,
  issuer_account: issuerDigits,
  issuer_agency: issuerDigits,
  issuer_wallet: issuerDigits,
  issuer_agency_digit: z.nullish(checkDigit),
  issuer_account_digit: z.nullish(checkDigit),
  issuer_bank_account: z.nullish(bankAccount),
  title_id: z.nullish(z.int().check(z.minimum(1), z.maximum(MAX_TITLE_ID))),
  token: z.nullish(requiredText),
  reference_id: optionalText,
  register: z.nullish(z.boolean()),
  payer_name: optionalText,
  payer_document_type: z.nullish(z.enum(['cpf', 'cnpj', ''])),
  payer_document_number: optionalText,
  payer_address: z.nullish(address),
  external_id: optionalText,
  company_name: optionalText,
  company_document_number: optionalText,
  company_address: z.nullish(address),
  final_beneficiary: z.nullish(finalBeneficiary),
  rules: z.nullish(rules),
  days_to_expire: z.nullish(z.int().check(z.minimum(0), z.maximum(MAX_DAYS_TO_EXPIRE))),
  divergent_payment: z.nullish(divergentPayment),
});

export type CreateBody = z.infer<typeof createSchema>;

/** The body of PATCH /boletos/:id. A `paid_amount` of 0 takes a payment back. */
export const updateSchema = z.strictObject({
  paid_amount: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_AMOUNT))),
  bank_response_code: z.nullish(text),
});

export type UpdateBody = z.infer<typeof updateSchema>;

/** A number that is moved into its bounds, as the earlier service did. */
function clampedNumber(max: number) {
  return z.pipe(
    z.string().check(z.regex(/^[+-]?[0-9]+$/, 'must be an integer')),
    z.transform((digits) => Math.min(max, Math.max(1, Number(digits)))),
  );
}

function queryNumber(max: number) {
  const message = `must be an integer from 1 to ${max}`;
  return z.pipe(
    z.string().check(
      z.regex(/^[0-9]+$/, message),
      z.refine((digits) => Number(digits) >= 1 && Number(digits) <= max, message),
    ),
    z.transform(Number),
  );
}

const instant = z.iso.datetime({
  offset: true,
  error: 'must be a date and time with its offset, as in 2026-11-24T12:00:00Z',
});

/** How many boletos the pages before may have: PostgreSQL reads them all, and pages by cursor do not need it. */
export const MAX_SKIPPED = 10_000;
export const MAX_COUNT = 100;
export const DEFAULT_COUNT = 10;

/** The query of GET /boletos. It ignores other parameters. */
export const listSchema = z
  .object({
    token: z.optional(text),
    title_id: z.optional(queryNumber(MAX_TITLE_ID)),
    status: z.optional(z.enum(STATUSES)),
    reference_id: z.optional(text),
    expiration_date_from: z.optional(civilDate),
    expiration_date_to: z.optional(civilDate),
    created_at_from: z.optional(instant),
    created_at_to: z.optional(instant),
    /** From an answer's Link header. With it, `page` is ignored. */
    cursor: z.optional(z.string().check(z.refine(isBoletoId, 'must be the one of the Link header'))),
    page: z._default(clampedNumber(Number.MAX_SAFE_INTEGER), 1),
    count: z._default(clampedNumber(MAX_COUNT), DEFAULT_COUNT),
  })
  .check(
    z.refine(({ cursor, page, count }) => cursor !== undefined || page * count <= MAX_SKIPPED, {
      path: ['page'],
      error: `times "count" must be at most ${MAX_SKIPPED}: follow the Link header, whose cursor has no limit`,
    }),
  );

/** The query of GET /events. It ignores other parameters. */
export const eventsSchema = z.object({
  /** The `cursor` of an event. */
  after: z.optional(z.string()),
  count: z._default(clampedNumber(MAX_COUNT), DEFAULT_COUNT),
});

export type EventsQuery = z.infer<typeof eventsSchema>;

export type ListQuery = z.infer<typeof listSchema>;
