import * as z from 'zod/mini';
import type { Boleto } from '../../boletos/boleto.js';
import { FIELDS, type Field, SHOWN } from '../../boletos/fields.js';
import { createSchema, eventsSchema, listSchema, updateSchema } from '../../boletos/schema.js';
import { isTerminal, STATUSES } from '../../boletos/status.js';
import { ERROR_TYPES } from '../../http/errors.js';
import { configurationChangesSchema, newConfigurationSchema } from '../../tenants/schema.js';
import { boletoFields, changeFields, configurationFields, eventsFields, listFields } from './fields.js';
import type { JsonSchema } from './operation.js';
import { inEverySpelling } from './spellings.js';

interface ObjectSchema extends JsonSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

/** Converts a schema that checks requests to JSON schema, and adds keywords to its fields. */
function schemaOf(checked: z.ZodMiniType, fields: Readonly<Record<string, JsonSchema>>): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(checked, { io: 'input' });
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => [name, { ...(property as JsonSchema), ...fields[name] }] as const,
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}

const stored = schemaOf(createSchema, boletoFields);
const changes = schemaOf(updateSchema, changeFields);

const newBoleto = {
  ...stored,
  properties: inEverySpelling(stored.properties),
  // The issuer and its numbers may come from a configuration.
  required: ['queue_url', 'expiration_date', 'amount'],
};

/** Returns the schema of a boleto's field in an answer. */
function answered(name: keyof Boleto): JsonSchema {
  const { answer }: Field = FIELDS[name];
  const { [name]: inBody = {} } = stored.properties;
  if (answer === 'body') return inBody;
  if (answer === 'body or null') return { anyOf: [inBody, { type: 'null' }] };
  return answer === 'hidden' ? {} : answer;
}

const boleto = strict({
  ...Object.fromEntries(SHOWN.map((name) => [name, answered(name)])),
  bank_url: { type: ['string', 'null'], description: "the bank's own page of it, where it has one" },
  overpaid_amount: { type: 'integer', minimum: 0, description: 'cents of `paid_amount` above `amount`' },
  warnings: {
    type: 'array',
    items: strict({ field: { type: 'string' }, message: { type: 'string' } }),
    description: 'what the boleto lacks without being wrong, each with what to do',
  },
  object: { const: 'boleto' },
});

const instant = { type: 'string', format: 'date-time' };

const configuration = strict({
  id: { type: 'string', description: '`cf_…`' },
  external_id: { type: 'string' },
  issuer_account: { type: 'string' },
  issuer_agency: { type: 'string' },
  issuer_wallet: { type: 'string' },
  issuer: stored.properties.issuer ?? {},
  created_at: instant,
  updated_at: instant,
  object: { const: 'configuration' },
});

const event = strict({
  notification_id: { type: 'string', description: '`ntf_…`: the same each time the event is sent' },
  boleto_id: { type: 'string' },
  status: { enum: STATUSES.filter(isTerminal), description: 'what the boleto became' },
  reference_id: { type: ['string', 'null'] },
  cursor: { type: 'string', description: 'opaque; `after` takes it' },
  queue_url: { type: 'string', description: 'the queue that has not taken it' },
  attempts: { type: 'integer', description: 'how often the service tried to send it again' },
  undelivered_at: {
    ...instant,
    description: 'since when it waits: itself, or behind an earlier event of its boleto',
  },
  object: { const: 'event' },
});

const errors = strict({
  errors: {
    type: 'array',
    minItems: 1,
    items: strict({
      type: { type: 'string', enum: ERROR_TYPES },
      message: { type: 'string' },
      field: { description: 'dotted path of the field', type: ['string', 'null'] },
    }),
  },
});

/** Defines an object that always has all of these properties and no others. */
function strict(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

export const schemas = {
  NewBoleto: newBoleto,
  BoletoChanges: { ...changes, properties: inEverySpelling(changes.properties) },
  Boleto: boleto,
  NewConfiguration: schemaOf(newConfigurationSchema, configurationFields),
  ConfigurationChanges: schemaOf(configurationChangesSchema, configurationFields),
  Configuration: configuration,
  Event: event,
  Errors: errors,
  /** The body of API Gateway's own answers. */
  Message: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  Health: strict({ status: { enum: ['ok', 'unavailable'] }, version: { type: 'string' } }),
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** Refers to one of the document's schemas. */
export function schemaNamed(name: keyof typeof schemas): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The query parameters of GET /boletos. */
export const listParameters = queryParameters(listSchema, listFields);

/** The query parameters of GET /events. */
export const eventsParameters = queryParameters(eventsSchema, eventsFields);

function queryParameters(checked: z.ZodMiniType, fields: Readonly<Record<string, JsonSchema>>) {
  return Object.entries(schemaOf(checked, fields).properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query' as const,
    description: String(description),
    schema,
  }));
}
