import type { Boleto, NewBoleto } from './boleto.js';
import type { CreateBody } from './schema.js';
import { STATUSES } from './status.js';

/** Keywords of a JSON schema. */
type Keywords = Readonly<Record<string, unknown>>;

/** `json`: the INSERT writes the value's JSON text. pg itself would write an array as a PostgreSQL array. */
type InsertAs<Value> = [Extract<Value, object>] extends [never] ? 'plain' : 'json';

/** What the INSERT, the answers and the OpenAPI document need to know about a field. */
export type Field<Name extends keyof Boleto = keyof Boleto> = {
  /** The field of an answer, as OpenAPI writes it. `body`: as in the body of POST /boletos. */
  readonly answer: Keywords | 'body' | 'body or null' | 'hidden';
} & (Name extends keyof NewBoleto
  ? { readonly insert: InsertAs<NewBoleto[Name]> }
  : { readonly insert?: undefined }) &
  (Name extends keyof CreateBody
    ? { /** What OpenAPI adds to the field's schema in the body of POST /boletos. */ readonly body: Keywords }
    : { readonly body?: undefined });

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const instant = { type: 'string', format: 'date-time' };

/**
 * Every field of a boleto, in the order of an answer, which callers know. The INSERT, the answers and the OpenAPI
 * document follow from it. A new field of the body needs a line here and in schema.ts, a migration, and a line in
 * docs/api.md.
 */
export const FIELDS = {
  id: { answer: { type: 'string', description: '`bol_…`' } },
  token: {
    insert: 'plain',
    body: { description: "The caller's own name of it, not unique; drawn when left out" },
    answer: text,
  },
  queue_url: {
    insert: 'plain',
    body: {
      format: 'uri',
      description:
        "SQS queue that is told what becomes of the boleto: of the service's own account and region, and one of the tenant's where those are named",
    },
    answer: text,
  },
  status: {
    answer: {
      type: 'string',
      enum: STATUSES,
      description:
        'issued, then pending_registration, then registered, refused or failed; cancelled by its owner',
    },
  },
  expiration_date: {
    insert: 'plain',
    body: { format: 'date', description: 'A day in São Paulo: from today to ten years from today' },
    answer: { type: 'string', format: 'date' },
  },
  amount: {
    insert: 'plain',
    body: { description: 'Cents' },
    answer: { type: 'integer', description: 'cents' },
  },
  paid_amount: { answer: { type: 'integer', description: 'cents; 0 until it is paid' } },
  interest: {
    insert: 'json',
    body: {
      description:
        'Exactly one of percentage (a month) and amount (cents a day), from `days` after the due date on',
    },
    answer: 'body or null',
  },
  fine: {
    insert: 'json',
    body: {
      description: 'Exactly one of percentage and amount (cents), from `days` after the due date on',
    },
    answer: 'body or null',
  },
  discounts: {
    insert: 'json',
    body: {
      description:
        'Up to three, by rising dates: up to and on `until`, percentage of the amount or amount (cents) less is due. Exactly one of the two',
    },
    answer: 'body or null',
  },
  instructions: {
    insert: 'plain',
    body: { description: 'For the cashier, printed on the slip; a line each' },
    answer: textOrNull,
  },
  document_type: {
    insert: 'plain',
    body: { description: 'Kind of document (espécie), as DM or DS' },
    answer: 'body or null',
  },
  issuer: {
    insert: 'plain',
    body: { description: 'Whose boleto it is, and who registers it there' },
    answer: 'body',
  },
  issuer_account: {
    insert: 'plain',
    body: { description: 'Digits; how many the bank decides. Leading zeros may be left out' },
    answer: text,
  },
  issuer_agency: { insert: 'plain', body: { description: 'Up to 4 digits' }, answer: text },
  issuer_wallet: { insert: 'plain', body: { description: 'Carteira' }, answer: text },
  issuer_agency_digit: {
    insert: 'plain',
    body: { description: 'Check digit of the agency, as the bank prints it' },
    answer: textOrNull,
  },
  issuer_account_digit: {
    insert: 'plain',
    body: {
      description:
        'Check digit of the account, as the bank prints it: that of `issuer_bank_account` if it is given',
    },
    answer: textOrNull,
  },
  issuer_bank_account: {
    insert: 'plain',
    body: {
      description: 'The account that the slip prints, where `issuer_account` is an agreement (convênio)',
    },
    answer: textOrNull,
  },
  issuer_id: { answer: { description: "the bank's own name of the title, where it has one", ...textOrNull } },
  issuer_response_code: { answer: { description: 'what the bank said last', ...textOrNull } },
  title_id: {
    body: { description: "Nosso número, unique in the issuer's wallet; the wallet's next one when left out" },
    answer: { type: 'integer', description: 'nosso número' },
  },
  barcode: {
    answer: {
      pattern: '^[0-9]{44}$',
      description: 'null until the bank says it, where the bank numbers the title',
      ...textOrNull,
    },
  },
  digitable_line: { answer: { description: 'linha digitável, as printed', ...textOrNull } },
  payer_name: { insert: 'plain', body: { description: 'Required to register' }, answer: textOrNull },
  payer_document_type: {
    insert: 'plain',
    body: { description: 'Required to register' },
    answer: { enum: ['cpf', 'cnpj', null] },
  },
  payer_document_number: {
    insert: 'plain',
    body: {
      description:
        'Required to register. CPF or CNPJ with right check digits, with or without punctuation; a CNPJ may have letters',
    },
    answer: { description: 'without punctuation', ...textOrNull },
  },
  payer_address: { insert: 'json', body: {}, answer: 'body or null' },
  external_id: {
    insert: 'plain',
    body: {
      description:
        'Name of a configuration: its issuer, account, agency and wallet replace those of the body',
    },
    answer: textOrNull,
  },
  company_name: {
    insert: 'plain',
    body: { description: 'Beneficiary, as the slip prints it' },
    answer: textOrNull,
  },
  company_document_number: {
    insert: 'plain',
    body: { description: 'CPF or CNPJ of the beneficiary, with right check digits' },
    answer: { description: 'without punctuation', ...textOrNull },
  },
  company_address: { insert: 'json', body: {}, answer: 'body or null' },
  final_beneficiary: {
    insert: 'json',
    body: { description: 'Beneficiário final: on whose behalf the beneficiary charges' },
    answer: 'body or null',
  },
  bank_response_code: { answer: textOrNull },
  rules: {
    insert: 'json',
    body: { description: 'How late it may be paid, where the bank can be told; one of them' },
    answer: 'body or null',
  },
  days_to_expire: {
    insert: 'plain',
    body: {
      description: "Days after the due date on which it can still be paid; left out: the bank's rule",
    },
    answer: { type: ['integer', 'null'] },
  },
  divergent_payment: {
    insert: 'json',
    body: {
      description: 'Other amounts that may be paid: any, or from a minimum on (cents); left out: none',
    },
    answer: 'body or null',
  },
  boleto_url: {
    answer: {
      description: 'a page for its payer, which needs no API key; null where the service has no such page',
      ...textOrNull,
    },
  },
  reference_id: {
    insert: 'plain',
    body: { description: 'Comes back in what the queue is told' },
    answer: textOrNull,
  },
  created_at: { answer: instant },
  updated_at: { answer: instant },
  register: {
    insert: 'plain',
    body: { description: 'false: only issue it, nobody ever registers it' },
    answer: 'hidden',
  },
  tenant_id: { insert: 'plain', answer: 'hidden' },
  request_id: { insert: 'plain', answer: 'hidden' },
  traceparent: { insert: 'plain', answer: 'hidden' },
  registration_attempts: { answer: 'hidden' },
  attempts_allowed: { answer: 'hidden' },
  events: { answer: 'hidden' },
  payer_erased_at: { answer: 'hidden' },
} as const satisfies { readonly [Name in keyof Boleto]: Field<Name> };

/** The columns that the INSERT writes from a new boleto. */
export const INSERTED = namesWith(({ insert }) => insert !== undefined) as readonly (keyof NewBoleto)[];

/** The fields of the body of POST /boletos. */
export const GIVEN = namesWith(({ body }) => body !== undefined) as readonly (keyof CreateBody)[];

/** The fields that an answer shows, in its order. */
export const SHOWN = namesWith(({ answer }) => answer !== 'hidden');

function namesWith(isWanted: (field: Field) => boolean): readonly (keyof Boleto)[] {
  const names = Object.keys(FIELDS) as (keyof Boleto)[];
  return names.filter((name) => isWanted(FIELDS[name]));
}
