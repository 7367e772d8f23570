export type JsonSchema = Readonly<Record<string, unknown>>;

/** An endpoint of the API, from which the document describes it. */
export interface Operation {
  /** As in superbowleto.yml: `GET /boletos/{id}`. */
  readonly route: string;
  /** Name of the call in clients that are generated from the document. */
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  /** Schema of the JSON body; left out if the request has none. */
  readonly body?: JsonSchema;
  /** True if the request may come without it. */
  readonly isBodyOptional?: boolean;
  /** By HTTP status. */
  readonly answers: Readonly<Record<number, AnswerDefinition>>;
  readonly exchanges?: readonly Exchange[];
  /** True if it needs no API key. */
  readonly isOpen?: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface AnswerDefinition {
  readonly description: string;
  /** Schemas by media type. */
  readonly content: Readonly<Record<string, JsonSchema>>;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
}

/**
 * An example of a request and its answer. In the document its parameters, body and answer are examples with one name,
 * by which tools that replay examples match them.
 */
export interface Exchange {
  readonly name: string;
  readonly summary: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly status: number;
  /** `application/json` when left out. */
  readonly mediaType?: string;
  readonly answer: unknown;
}

const JSON_TYPE = 'application/json';

/** Converts an operation to OpenAPI's form. */
export function operationObject(operation: Operation): Record<string, unknown> {
  const { operationId, tag, summary, description, parameters = [], body, answers, isOpen } = operation;
  const exchanges = operation.exchanges ?? [];
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(isOpen ? { security: [] } : {}),
    ...(parameters.length === 0
      ? {}
      : { parameters: parameters.map((parameter) => parameterObject(parameter, exchanges)) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: !operation.isBodyOptional, ...bodyObject(body, exchanges) } }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [
        status,
        answerObject(
          answer,
          exchanges.filter((exchange) => exchange.status === Number(status)),
        ),
      ]),
    ),
  };
}

function parameterObject(parameter: Parameter, exchanges: readonly Exchange[]): Record<string, unknown> {
  const given = exchanges.filter(({ parameters = {} }) => parameter.name in parameters);
  return {
    ...parameter,
    ...(parameter.in === 'path' ? { required: true } : {}),
    ...examples(given, ({ parameters }) => parameters?.[parameter.name]),
  };
}

function bodyObject(schema: JsonSchema, exchanges: readonly Exchange[]): Record<string, unknown> {
  const given = exchanges.filter(({ body }) => body !== undefined);
  return { content: { [JSON_TYPE]: { schema, ...examples(given, ({ body }) => body) } } };
}

function answerObject(
  { description, content, headers }: AnswerDefinition,
  exchanges: readonly Exchange[],
): Record<string, unknown> {
  const contentOf = ([type, schema]: [string, JsonSchema]) => {
    const given = exchanges.filter(({ mediaType = JSON_TYPE }) => mediaType === type);
    return [type, { schema, ...examples(given, ({ answer }) => answer) }];
  };
  return {
    description,
    ...(headers === undefined ? {} : { headers }),
    content: Object.fromEntries(Object.entries(content).map(contentOf)),
  };
}

function examples(
  exchanges: readonly Exchange[],
  read: (exchange: Exchange) => unknown,
): Record<string, unknown> {
  if (exchanges.length === 0) return {};
  const entries = exchanges.map((exchange) => [
    exchange.name,
    { summary: exchange.summary, value: read(exchange) },
  ]);
  return { examples: Object.fromEntries(entries) };
}
