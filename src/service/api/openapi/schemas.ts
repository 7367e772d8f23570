import * as z from 'zod/mini';
import { createSchema, listSchema, updateSchema } from '../../boletos/schema.js';
import { STATUSES } from '../../boletos/status.js';
import { ERROR_TYPES } from '../../http/errors.js';
import { configurationChangesSchema, newConfigurationSchema } from '../../tenants/schema.js';
import { boletoFields, changeFields, configurationFields, listFields } from './fields.js';
import type { JsonSchema } from './operation.js';

interface ObjectSchema extends JsonSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

/** What checks the requests, as JSON schema, with what it cannot say of each field added. */
function schemaOf(checked: z.ZodMiniType, fields: Readonly<Record<string, JsonSchema>>): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(checked, { io: 'input' });
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => [name, { ...(property as JsonSchema), ...fields[name] }] as const,
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}

const newBoleto = {
  ...schemaOf(createSchema, boletoFields),
  // A configuration fills in the issuer and its numbers.
  required: ['queue_url', 'expiration_date', 'amount'],
};

const nullable = (type: string, more: JsonSchema = {}) => ({ ...more, type: [type, 'null'] });
const instant = { type: 'string', format: 'date-time' };

/** Fields of the answer that are those of the body, or null. */
const echoed = (name: string): JsonSchema => {
  const { [name]: property = {} } = newBoleto.properties;
  return { anyOf: [property, { type: 'null' }] };
};

const boleto = strict({
  id: { type: 'string', description: '`bol_…`' },
  token: { type: 'string' },
  queue_url: { type: 'string' },
  status: {
    type: 'string',
    enum: STATUSES,
    description:
      'issued, then pending_registration, then registered, refused or failed; cancelled by its owner',
  },
  expiration_date: { type: 'string', format: 'date' },
  amount: { type: 'integer', description: 'cents' },
  paid_amount: { type: 'integer', description: 'cents; 0 until it is paid' },
  interest: echoed('interest'),
  fine: echoed('fine'),
  instructions: nullable('string'),
  issuer: newBoleto.properties.issuer ?? {},
  issuer_account: { type: 'string' },
  issuer_agency: { type: 'string' },
  issuer_wallet: { type: 'string' },
  issuer_id: nullable('string', { description: "the bank's own name of the title, where it has one" }),
  issuer_response_code: nullable('string', { description: 'what the bank said last' }),
  title_id: { type: 'integer', description: 'nosso número' },
  barcode: nullable('string', {
    pattern: '^[0-9]{44}$',
    description: 'null until the bank says it, where the bank numbers the title',
  }),
  digitable_line: nullable('string', { description: 'linha digitável, as printed' }),
  payer_name: nullable('string'),
  payer_document_type: { enum: ['cpf', 'cnpj', null] },
  payer_document_number: nullable('string', { description: 'without punctuation' }),
  payer_address: echoed('payer_address'),
  external_id: nullable('string'),
  company_name: nullable('string'),
  company_document_number: nullable('string', { description: 'without punctuation' }),
  company_address: echoed('company_address'),
  bank_response_code: nullable('string'),
  rules: echoed('rules'),
  boleto_url: nullable('string', { description: "the bank's own page of it, where it has one" }),
  reference_id: nullable('string'),
  created_at: instant,
  updated_at: instant,
  object: { const: 'boleto' },
});

const configuration = strict({
  id: { type: 'string', description: '`cf_…`' },
  external_id: { type: 'string' },
  issuer_account: { type: 'string' },
  issuer_agency: { type: 'string' },
  issuer_wallet: { type: 'string' },
  issuer: newBoleto.properties.issuer ?? {},
  created_at: instant,
  updated_at: instant,
  object: { const: 'configuration' },
});

const errors = strict({
  errors: {
    type: 'array',
    minItems: 1,
    items: strict({
      type: { type: 'string', enum: ERROR_TYPES },
      message: { type: 'string' },
      field: nullable('string', { description: 'dotted path of the field' }),
    }),
  },
});

/** All that it has, always. */
function strict(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

export const schemas = {
  NewBoleto: newBoleto,
  BoletoChanges: schemaOf(updateSchema, changeFields),
  Boleto: boleto,
  NewConfiguration: schemaOf(newConfigurationSchema, configurationFields),
  ConfigurationChanges: schemaOf(configurationChangesSchema, configurationFields),
  Configuration: configuration,
  Errors: errors,
  /** API Gateway's own answers. */
  Message: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  Health: strict({ status: { enum: ['ok', 'unavailable'] }, version: { type: 'string' } }),
} as const satisfies Readonly<Record<string, JsonSchema>>;

export function schemaNamed(name: keyof typeof schemas): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** Query parameters of GET /boletos. */
export const listParameters = Object.entries(schemaOf(listSchema, listFields).properties).map(
  ([name, { description, ...schema }]) => ({
    name,
    in: 'query' as const,
    description: String(description),
    schema,
  }),
);
