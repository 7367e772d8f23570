import type { ApiRequest } from '../api.js';
import {
  type Document,
  type Documented,
  type DocumentedParameter,
  operationsOf,
} from './openapi-document.js';

type Random = () => number;
type Schema = Readonly<Record<string, unknown>>;

/** Values that often break programs, whatever the field. */
const ODD: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  '0',
  'null',
  0,
  -1,
  0.1,
  1e21,
  2 ** 31,
  2 ** 53,
  Number.MIN_VALUE,
  [],
  [[]],
  {},
  { a: { b: [1] } },
  '\0',
  'a\0b',
  '\ud800',
  '\udc00\ud800',
  '💸',
  'ﷺ'.repeat(60),
  'a'.repeat(300),
  'a'.repeat(100_000),
  "'; DROP TABLE boletos; --",
  '%s%n{{x}}',
  '<script>',
  '../../etc/passwd',
  'https://sqs.us-east-1.amazonaws.com/123456789012/',
  'https://169.254.169.254/latest',
  'http://[',
  '2026-02-30',
  '0000-00-00',
  '2026-12-31T00:00:00Z',
  '99999-12-31',
  '1'.repeat(44),
  '000.000.000-00',
  'true',
  'development',
  'boleto-api-stone',
  5_000_003,
  5_000_004,
];

const ODD_KEYS = ['__proto__', 'constructor', 'toString', '', 'id', 'status', 'tenant_id', 'a.b', '💸', '\0'];
const ODD_IDS = ['bol_c0', 'cf_c0', 'bol_', '%00', '%', '%E0%A4%A', '..', "bol_'--", 'x'.repeat(5_000), '-'];

/** JSON that JSON.stringify never writes. */
const ODD_JSON = ['1e999', '-0', '-1E-999', '0.1e1', '"\\u0000"', '"\\ud800"', '9'.repeat(400), '[]', '{}'];

const DEEP = 20_000;
/** Texts that are no JSON, no object, or an object that is nested too deeply. */
const BROKEN = [
  '',
  '{',
  '[1]',
  'null',
  '"a"',
  '\0',
  '['.repeat(DEEP),
  `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
];

/** The ids that earlier requests created. */
export interface Known {
  readonly boletos: string[];
  readonly configurations: string[];
}

/** Makes random requests from the document. Some are right, some are wrong in a few places. */
export function createFuzzer(document: Document, random: Random, known: Known) {
  const operations = operationsOf(document);
  const creation = creationOf(operations);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  const chance = (probability: number) => random() < probability;

  function request(): { documented: Documented; sent: ApiRequest } {
    // Creates often, because the other operations need rows.
    const documented = chance(0.25) ? creation : pick(operations);
    const { operation } = documented;
    const parameters = operation.parameters ?? [];
    const headers = Object.fromEntries(parametersIn('header', parameters));
    if (chance(0.1)) headers.traceparent = pick(['x', '', '00-0-0-0', '\n']);
    if (chance(0.1)) headers.accept = pick(['application/pdf', 'text/html;q=nan', ';;;', ',', '*']);
    // Often the same ones, so that they come again, also with another method, path or body.
    if (documented.method !== 'GET' && chance(0.15)) headers['Idempotency-Key'] = `again-${below(40)}`;
    if (chance(0.1)) headers['x-request-id'] = String(pick(ODD));
    const sent = {
      method: documented.method,
      path: documented.path.replace(/\{id\}/, () => id(documented.path)),
      query: Object.fromEntries(parametersIn('query', parameters)),
      headers,
      ...(operation.requestBody || chance(0.05) ? { body: body(documented) } : {}),
    };
    return { documented, sent };
  }

  function parametersIn(
    part: DocumentedParameter['in'],
    parameters: readonly DocumentedParameter[],
  ): [string, string][] {
    return parameters
      .filter((parameter) => parameter.in === part && chance(0.3))
      .map(({ name, schema }) => [name, queryValue(name, schema)]);
  }

  function queryValue(name: string, schema: Schema): string {
    if (name === 'cursor' && known.boletos.length > 0 && chance(0.7)) return pick(known.boletos);
    if (name === 'page' || name === 'count') return String(pick([0, -3, 1, 2, 101, 1_000, 1e9, below(50)]));
    return String(chance(0.8) ? valid(schema) : pick(ODD));
  }

  function id(path: string): string {
    const made = path.startsWith('/boletos') ? known.boletos : known.configurations;
    if (made.length > 0 && chance(0.8)) return encodeURIComponent(pick(made.slice(-50)));
    return pick(ODD_IDS);
  }

  /** Makes a body from an example of the document, with up to three changes. Sometimes it breaks the text itself. */
  function body(documented: Documented): unknown {
    const value = object(documented);
    if (documented === creation && chance(0.3)) addTerms(value);
    for (let changes = chance(0.3) ? 0 : below(4); changes > 0; changes--) mutate(value);
    if (chance(0.02)) return pick(BROKEN);
    const text = JSON.stringify(value);
    if (chance(0.03)) return text.slice(0, below(text.length));
    if (chance(0.05)) return text.replace(/:\s*("[^"]*"|[\d.]+)/, () => `:${pick(ODD_JSON)}`);
    return text;
  }

  function object({ operation }: Documented): Record<string, unknown> {
    const { schema = {}, examples = {} } = operation.requestBody?.content['application/json'] ?? {};
    const example = Object.values(examples).map(({ value }) => value);
    let value = structuredClone(example.length > 0 ? pick(example) : {}) as Record<string, unknown>;
    if (chance(0.8)) delete value.title_id;
    if (chance(0.3)) value = { ...value, ...(valid(schema) as object) };
    if (chance(0.3)) spellAsIn2017(value);
    return value;
  }

  /** Adds what banks need since 2026: right values most of the time, alone and together. */
  function addTerms(value: Record<string, unknown>): void {
    const day = () => `2027-0${1 + below(9)}-${10 + below(19)}`;
    const price = () => pick([{ percentage: 1 + below(120) }, { amount: 1 + below(2_500) }, {}]);
    const terms: Record<string, () => unknown> = {
      document_type: () => pick(['DM', 'DS', 'OU', 'dm']),
      issuer_agency_digit: () => pick(['0', 'X', 'P', 'Y']),
      issuer_account_digit: () => pick(['7', 'X', '12']),
      issuer_bank_account: () => pick(['00012345', '1'.repeat(21)]),
      final_beneficiary: () => ({
        name: 'Loja Final',
        document_number: pick(['11222333000181', '00.000.000/E08G-12', '1']),
        ...(chance(0.5) ? { address: pick([{ city: 'Recife', state: 'PE' }, { state: 'XX' }, null]) } : {}),
      }),
      discounts: () => Array.from({ length: below(5) }, () => ({ until: day(), ...price() })),
      days_to_expire: () => pick([0, 30, 999, 1_000]),
      divergent_payment: () => pick([{ mode: 'any' }, { mode: 'minimum', amount: 1 + below(3_000) }]),
      issuer: () => pick(['development', 'bradesco', 'boleto-api-caixa', 'boleto-api-itau']),
    };
    for (const [name, term] of Object.entries(terms)) if (chance(0.4)) value[name] = term();
  }

  /** Writes some fields as callers of the earlier service do. The document allows each of them. */
  function spellAsIn2017(value: Record<string, unknown>): void {
    const { amount, title_id, expiration_date, paid_amount } = value;
    const spellings: Record<string, () => unknown> = {
      amount: () => String(amount),
      title_id: () => (title_id === undefined ? null : String(title_id)),
      expiration_date: () =>
        pick([`${expiration_date}T12:00:00.000Z`, Date.parse(`${expiration_date}T12:00:00Z`)]),
      payer_document_number: () => 52998224725,
      interest: () => ({}),
      fine: () => pick([{}, { percentage: '2', amount: 0, days: 0 }, { percentage: 0, amount: 5 }]),
      register: () => pick(['true', 'FALSE', null]),
      token: () => null,
      rules: () => pick([null, [], ['strict_expiration_date'], ['no_strict']]),
      paid_amount: () => pick([String(paid_amount), null]),
    };
    for (const [name, spell] of Object.entries(spellings)) {
      const isKnown = 'paid_amount' in value ? name === 'paid_amount' : name !== 'paid_amount';
      if (isKnown && chance(0.4)) value[name] = spell();
    }
  }

  function mutate(target: Record<string, unknown>): void {
    const key = pick([...Object.keys(target), pick(ODD_KEYS)]);
    // Like JSON.parse, treats `__proto__` as an own key, not as the prototype.
    const present = Object.hasOwn(target, key) ? target[key] : undefined;
    const inner = Array.isArray(present) ? present.find(isMap) : present;
    if (isMap(inner) && chance(0.7)) mutate(inner);
    else if (chance(0.2)) delete target[key];
    else
      Object.defineProperty(target, key, {
        value: structuredClone(pick(ODD)),
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }

  /** Makes a value that the schema allows. */
  function valid(schema: Schema): unknown {
    if (typeof schema.$ref === 'string') {
      return valid((document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) as Schema);
    }
    if (Array.isArray(schema.anyOf)) return valid(pick(schema.anyOf as Schema[]));
    if (Array.isArray(schema.enum)) return pick(schema.enum);
    if (typeof schema.pattern === 'string' && schema.pattern.startsWith('^[0-9]'))
      return String(below(5_000));
    return ofType(Array.isArray(schema.type) ? pick(schema.type) : schema.type, schema);
  }

  function ofType(type: unknown, schema: Schema): unknown {
    switch (type) {
      case 'integer':
      case 'number':
        return Number(schema.minimum ?? 0) + below(chance(0.9) ? 100 : Number(schema.maximum ?? 1_000));
      case 'boolean':
        return chance(0.5);
      case 'array':
        return Array.from({ length: below(3) }, () => valid(schema.items as Schema));
      case 'object':
        return Object.fromEntries(
          Object.entries((schema.properties ?? {}) as Record<string, Schema>)
            .filter(() => chance(0.2))
            .map(([name, property]) => [name, valid(property)]),
        );
      case 'null':
        return null;
      default:
        return text(schema.format);
    }
  }

  function text(format: unknown): string {
    if (format === 'date') return `20${27 + below(9)}-0${1 + below(9)}-${10 + below(19)}`;
    if (format === 'date-time') return `2026-11-2${below(10)}T12:00:00${pick(['Z', '-03:00'])}`;
    if (format === 'uri') return 'https://sqs.us-east-1.amazonaws.com/123456789012/owner';
    return pick([
      'a',
      'loja-centro',
      'default',
      'order-7',
      `key-${below(200)}`,
      '52998224725',
      String(below(9_999)),
    ]);
  }

  return { request };
}

function creationOf(operations: readonly Documented[]): Documented {
  const found = operations.find(({ operation }) => operation.operationId === 'createBoleto');
  if (found) return found;
  throw new Error('the document has no createBoleto');
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
