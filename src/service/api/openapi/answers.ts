import type { AnswerDefinition, JsonSchema, Parameter } from './operation.js';
import { schemaNamed } from './schemas.js';

const requestId = {
  'x-request-id': {
    description: "Name of the request in the service's log: the one that the caller sent, or API Gateway's",
    schema: { type: 'string' },
  },
};

/** Defines an answer in JSON. */
export function jsonAnswer(
  description: string,
  schema: JsonSchema,
  headers: AnswerDefinition['headers'] = {},
): AnswerDefinition {
  return { description, content: { 'application/json': schema }, headers: { ...headers, ...requestId } };
}

/** Defines an answer in other media types. */
export function fileAnswer(description: string, ...types: readonly string[]): AnswerDefinition {
  const content = Object.fromEntries(types.map((type) => [type, { type: 'string' }]));
  return { description, content, headers: requestId };
}

/** The errors of every operation that needs an API key. */
export const commonErrors = {
  403: jsonAnswer('The API key is missing or wrong, or belongs to no tenant', {
    anyOf: [schemaNamed('Message'), schemaNamed('Errors')],
  }),
  429: jsonAnswer('Too many requests of this API key', schemaNamed('Message')),
  500: jsonAnswer('Ours; the log has the cause under the id of the request', schemaNamed('Errors')),
} as const satisfies Readonly<Record<number, AnswerDefinition>>;

export const badRequest = jsonAnswer('Every wrong field at once', schemaNamed('Errors'));
export const boletoNotFound = jsonAnswer('The tenant has no such boleto', schemaNamed('Errors'));

export const boletoId: Parameter = {
  name: 'id',
  in: 'path',
  description: 'Id of the boleto',
  schema: { type: 'string' },
};

/** The headers that every request may have. */
export const requestHeaders: readonly Parameter[] = [
  {
    name: 'X-Request-Id',
    in: 'header',
    description: "The caller's name of the request: up to 128 letters, digits and `_.:-`",
    schema: { type: 'string' },
  },
  {
    name: 'traceparent',
    in: 'header',
    description: 'W3C trace context, version 00; it is passed on',
    schema: { type: 'string' },
  },
];
