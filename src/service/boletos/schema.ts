import * as z from 'zod/mini';
import { bankOf, MAX_AMOUNT } from '../../boleto/index.js';

/** Names, references: what a column of the earlier service held. */
const TEXT_LENGTH = 255;
const INSTRUCTIONS_LENGTH = 4_000;
const MAX_PERCENTAGE = 100;
const MAX_DAYS = 99;

/** Both issuers print a Bradesco barcode, so its widths are their limits. */
const { widths } = bankOf('237');
export const MAX_TITLE_ID = 10 ** (widths.titleId ?? 0) - 1;

/** PostgreSQL stores no NUL, and half a surrogate pair is no text. */
const storable = z.refine<string>(
  (text) => !/[\0\p{Surrogate}]/u.test(text),
  'must not contain NUL or half a character',
);

const text = z.string().check(z.maxLength(TEXT_LENGTH), storable);
const requiredText = z.string().check(z.minLength(1), z.maxLength(TEXT_LENGTH), storable);
const optionalText = z.nullish(text);
const cents = z.int().check(z.minimum(1), z.maximum(MAX_AMOUNT));

/** A number of the bank's, in digits: leading zeros belong to it, so it is text. */
function digits(width: number | undefined) {
  const message = `must be 1 to ${width} digits`;
  return z.string().check(z.regex(new RegExp(`^[0-9]{1,${width}}$`), message));
}

const address = z.strictObject({
  zipcode: optionalText,
  street: optionalText,
  street_number: z.nullish(z.union([text, z.number()], 'must be a string or a number')),
  complementary: optionalText,
  neighborhood: optionalText,
  city: optionalText,
  state: optionalText,
});

const charge = z
  .strictObject({
    percentage: z.nullish(z.number().check(z.minimum(0), z.maximum(MAX_PERCENTAGE))),
    amount: z.nullish(cents),
    days: z.nullish(z.int().check(z.minimum(1), z.maximum(MAX_DAYS))),
  })
  .check(
    z.refine(
      ({ percentage, amount }) => (percentage ?? null) === null || (amount ?? null) === null,
      'must have percentage or amount, not both',
    ),
    z.refine(
      ({ percentage, amount }) => (percentage ?? amount ?? null) !== null,
      'must have percentage or amount',
    ),
  );

const rules = z
  .array(z.enum(['strict_expiration_date', 'no_strict']))
  .check(
    z.refine(
      (given) => new Set(given).size < 2,
      'must not hold strict_expiration_date and no_strict at once',
    ),
  );

/** Shape and bounds of each field of POST /boletos by itself; boletos/rules.ts holds what fields mean together. */
export const createSchema = z.strictObject({
  queue_url: requiredText,
  expiration_date: z.string(),
  amount: cents,
  interest: z.nullish(charge),
  fine: z.nullish(charge),
  instructions: z.nullish(z.string().check(z.maxLength(INSTRUCTIONS_LENGTH), storable)),
  issuer: z.enum(['bradesco', 'development']),
  issuer_account: digits(widths.account),
  issuer_agency: digits(widths.agency),
  issuer_wallet: digits(widths.wallet),
  title_id: z.nullish(z.int().check(z.minimum(1), z.maximum(MAX_TITLE_ID))),
  token: z.nullish(requiredText),
  reference_id: optionalText,
  register: z.optional(z.union([z.boolean(), z.enum(['true', 'false'])], 'must be a boolean')),
  payer_name: optionalText,
  payer_document_type: z.nullish(z.enum(['cpf', 'cnpj', ''])),
  payer_document_number: optionalText,
  payer_address: z.nullish(address),
  external_id: optionalText,
  company_name: optionalText,
  company_document_number: optionalText,
  company_address: z.nullish(address),
  rules: z.nullish(rules),
});

export type CreateBody = z.infer<typeof createSchema>;

/** PATCH /boletos/:id. An amount of 0 takes a payment back. */
export const updateSchema = z.strictObject({
  paid_amount: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_AMOUNT))),
  bank_response_code: z.nullish(text),
});

export type UpdateBody = z.infer<typeof updateSchema>;

function queryNumber(max: number) {
  const message = `must be an integer from 1 to ${max}`;
  return z.pipe(
    z.string().check(
      z.regex(/^[0-9]+$/, message),
      z.refine((digitsOfIt) => Number(digitsOfIt) >= 1 && Number(digitsOfIt) <= max, message),
    ),
    z.transform(Number),
  );
}

/** The query of GET /boletos; parameters that it does not know are ignored. */
export const listSchema = z.object({
  token: z.optional(text),
  title_id: z.optional(queryNumber(MAX_TITLE_ID)),
  page: z._default(queryNumber(1_000_000_000), 1),
  count: z._default(queryNumber(100), 10),
});

export type ListQuery = z.infer<typeof listSchema>;
