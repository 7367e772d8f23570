import type { Deadline } from '../lambda.js';
import { invalidParameters } from './errors.js';

/** The part of API Gateway's proxy event (REST API) that the functions use. Missing maps are null. */
export interface ProxyEvent {
  readonly httpMethod: string;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: { readonly requestId?: string } | null;
}

export interface Request {
  readonly id: string;
  readonly method: string;
  /** From the path; empty where the path has none. */
  readonly boletoId: string;
  readonly query: Readonly<Record<string, string>>;
  /** The body's JSON object. @throws HttpError 400 when it is none. */
  json(): Record<string, unknown>;
  /** By when it must be answered. */
  readonly deadline: Deadline;
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;

export function readRequest(event: ProxyEvent, fallbackId: string, deadline: Deadline): Request {
  const given = Object.entries(event.headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'x-request-id',
  )?.[1];
  const query = Object.entries(event.queryStringParameters ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    id: given && REQUEST_ID.test(given) ? given : (event.requestContext?.requestId ?? fallbackId),
    method: event.httpMethod,
    boletoId: event.pathParameters?.id ?? '',
    query: Object.fromEntries(query),
    json: () => parseBody(event),
    deadline,
  };
}

function parseBody(event: ProxyEvent): Record<string, unknown> {
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidParameters([{ field: null, message: 'the body must be JSON' }]);
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw invalidParameters([{ field: null, message: 'the body must be a JSON object' }]);
}
