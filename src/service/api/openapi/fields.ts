import { FIELDS, GIVEN } from '../../boletos/fields.js';
import { DEFAULT_COUNT, MAX_COUNT, MAX_SKIPPED, MAX_TITLE_ID } from '../../boletos/schema.js';
import type { JsonSchema } from './operation.js';

type Fields = Readonly<Record<string, JsonSchema>>;

/** What OpenAPI adds to the schema of POST /boletos. */
export const boletoFields: Fields = Object.fromEntries(GIVEN.map((name) => [name, FIELDS[name].body]));

export const changeFields: Fields = {
  paid_amount: { description: 'Cents; 0 takes a payment back' },
  bank_response_code: { description: "The bank's code of the payment" },
};

export const configurationFields: Fields = {
  issuer: FIELDS.issuer.body,
  issuer_account: FIELDS.issuer_account.body,
  issuer_agency: FIELDS.issuer_agency.body,
  issuer_wallet: FIELDS.issuer_wallet.body,
  external_id: {
    description: 'Name by which POST /boletos selects it; `default` fills in what a boleto is given without',
  },
};

const integer = (maximum: number, more: JsonSchema = {}): JsonSchema => ({
  type: 'integer',
  pattern: undefined,
  minimum: 1,
  maximum,
  ...more,
});

/** A number that the service moves into its bounds. */
const clamped = (more: JsonSchema): JsonSchema => ({ type: 'integer', pattern: undefined, ...more });

/**
 * What OpenAPI adds to the schema of GET /boletos. A query has only texts; here are those that are numbers or dates.
 */
export const listFields: Fields = {
  token: { description: 'Only those of this token' },
  title_id: { ...integer(MAX_TITLE_ID), description: 'Only those of this title id' },
  status: { description: 'Only those in this state' },
  reference_id: { description: 'Only those of this reference id' },
  expiration_date_from: { format: 'date', description: 'Due on this day or later' },
  expiration_date_to: { format: 'date', description: 'Due on this day or earlier' },
  created_at_from: { pattern: undefined, description: 'Created at this time or later' },
  created_at_to: { pattern: undefined, description: 'Created at this time or earlier' },
  cursor: {
    description: 'Where the page begins, from the Link header of the page before; it goes before `page`',
  },
  page: {
    ...clamped({ default: 1 }),
    description: `Page, from 1. With \`count\` it reaches ${MAX_SKIPPED} boletos; \`cursor\` has no limit`,
  },
  count: {
    ...clamped({ default: DEFAULT_COUNT }),
    description: `Boletos a page: more than ${MAX_COUNT} are ${MAX_COUNT}, less than 1 is 1`,
  },
};

/** What OpenAPI adds to the schema of GET /events. */
export const eventsFields: Fields = {
  after: { description: 'The `cursor` of the last event that was read' },
  count: {
    ...clamped({ default: DEFAULT_COUNT }),
    description: `Events a page: more than ${MAX_COUNT} are ${MAX_COUNT}, less than 1 is 1`,
  },
};
