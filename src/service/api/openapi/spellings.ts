import { MAX_AMOUNT } from '../../../boleto/index.js';
import type { JsonSchema } from './operation.js';

type Fields = Readonly<Record<string, JsonSchema>>;
type Widen = (field: JsonSchema) => JsonSchema;

/** Adds other spellings to a field's schema, whose description stays outside. */
function or(...more: readonly JsonSchema[]): Widen {
  return ({ description, ...schema }) => ({
    ...(description === undefined ? {} : { description }),
    anyOf: [schema, ...more],
  });
}

const number = or({ type: 'string', pattern: '^[0-9]+$', description: 'the number as text' });
const document = or({ type: 'integer', minimum: 0, description: 'without its leading zeros' });
/** Numbers as text, and 0 for what is left out: as percentage or amount it is none, and as days it is 1. */
const part = (type: string, maximum: number): JsonSchema => ({
  anyOf: [
    { type, minimum: 0, maximum },
    { type: 'string', pattern: '^[0-9]+([.][0-9]+)?$' },
    { type: 'null' },
  ],
});
const charge = or({
  type: 'object',
  description: '`{}` is none. A percentage or an amount of 0 is none, also beside the other. `days` 0 is 1',
  properties: {
    percentage: part('number', 100),
    amount: part('integer', MAX_AMOUNT),
    days: part('integer', 99),
  },
  additionalProperties: false,
});

/** The spellings that boletos/spellings.ts accepts besides that of the schema. */
const WIDER: Readonly<Record<string, Widen>> = {
  amount: number,
  title_id: number,
  paid_amount: number,
  interest: charge,
  fine: charge,
  payer_document_number: document,
  company_document_number: document,
  register: or({ type: 'string', enum: ['true', 'false'] }),
  expiration_date: or(
    { type: 'string', format: 'date-time', description: 'an instant: its day in São Paulo' },
    { type: 'string', description: 'the same as JavaScript’s Date writes it' },
    { type: 'integer', description: 'the same in milliseconds since 1970' },
  ),
};

/** Returns the fields of a body with every spelling that is accepted. */
export function inEverySpelling(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, WIDER[name]?.(field) ?? field]),
  );
}
