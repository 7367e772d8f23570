export type JsonSchema = Readonly<Record<string, unknown>>;

/** An endpoint of the API as the document tells of it. */
export interface Operation {
  /** As superbowleto.yml writes it: `GET /boletos/{id}`. */
  readonly route: string;
  /** Name of the call in clients made from the document. */
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  /** Schema of the body, which is JSON; undefined: there is none. */
  readonly body?: JsonSchema;
  /** By status. */
  readonly answers: Readonly<Record<number, AnswerDefinition>>;
  readonly exchanges?: readonly Exchange[];
  /** True where no API key is asked for. */
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
 * A request and its answer. The document has it as examples of one name in parameters, body and answer, which is how
 * tools that replay examples match them.
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

/** The operation as OpenAPI writes it. */
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
    ...(body === undefined ? {} : { requestBody: bodyObject(body, exchanges) }),
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
  return { required: true, content: { [JSON_TYPE]: { schema, ...examples(given, ({ body }) => body) } } };
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
