import { DEFAULT_COUNT, MAX_COUNT, MAX_PAGE, MAX_TITLE_ID } from '../../boletos/schema.js';
import type { JsonSchema } from './operation.js';

type Fields = Readonly<Record<string, JsonSchema>>;

const issuerFields: Fields = {
  issuer: { description: 'Whose boleto it is, and who registers it there' },
  issuer_account: { description: 'Digits; how many the bank decides. Leading zeros may be left out' },
  issuer_agency: { description: 'Up to 4 digits' },
  issuer_wallet: { description: 'Carteira' },
};

/** What a JSON schema cannot say of the body of POST /boletos. */
export const boletoFields: Fields = {
  ...issuerFields,
  queue_url: {
    format: 'uri',
    description:
      "SQS queue that is told what becomes of the boleto: of the service's own account and region, and one of the tenant's where those are named",
  },
  expiration_date: {
    format: 'date',
    description: 'A day in São Paulo: from today to ten years from today',
  },
  amount: { description: 'Cents' },
  interest: {
    description:
      'Exactly one of percentage (a month) and amount (cents a day), from `days` after the due date on',
  },
  fine: { description: 'Exactly one of percentage and amount (cents), from `days` after the due date on' },
  instructions: { description: 'For the cashier, printed on the slip; a line each' },
  title_id: {
    description: "Nosso número, unique in the issuer's wallet; the wallet's next one when left out",
  },
  token: { description: "The caller's own name of it, not unique; drawn when left out" },
  reference_id: { description: 'Comes back in what the queue is told' },
  register: { description: 'false: only issue it, nobody ever registers it' },
  payer_name: { description: 'Required to register' },
  payer_document_type: { description: 'Required to register' },
  payer_document_number: {
    description:
      'Required to register. CPF or CNPJ with right check digits, with or without punctuation; a CNPJ may have letters',
  },
  external_id: {
    description: 'Name of a configuration: its issuer, account, agency and wallet replace those of the body',
  },
  company_name: { description: 'Beneficiary, as the slip prints it' },
  company_document_number: { description: 'CPF or CNPJ of the beneficiary, with right check digits' },
  rules: { description: 'How late it may be paid, where the bank can be told; one of them' },
};

export const changeFields: Fields = {
  paid_amount: { description: 'Cents; 0 takes a payment back' },
  bank_response_code: { description: "The bank's code of the payment" },
};

export const configurationFields: Fields = {
  ...issuerFields,
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

/** A query holds texts only; these are the ones that stand for numbers and dates. */
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
  page: { ...integer(MAX_PAGE, { default: 1 }), description: 'Page, from 1' },
  count: { ...integer(MAX_COUNT, { default: DEFAULT_COUNT }), description: 'Boletos a page' },
};
