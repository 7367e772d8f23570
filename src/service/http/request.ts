import type { Deadline } from '../lambda.js';
import { invalidParameters } from './errors.js';

/** The part of API Gateway's proxy event (REST API) that the functions use. Missing maps are null. */
export interface ProxyEvent {
  /** The route's path with its parameters, as in `/boletos/{id}`. */
  readonly resource: string;
  readonly httpMethod: string;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: {
    readonly requestId?: string;
    readonly identity?: { readonly apiKeyId?: string | null } | null;
  } | null;
}

export interface Request {
  readonly id: string;
  readonly method: string;
  /** The path with its parameters, as in `/boletos/{id}`. */
  readonly resource: string;
  /** From the path, `{id}`, decoded: any text at all. Empty where the path has none. */
  readonly resourceId: string;
  /** API Gateway's id of the key that opened the route, not its value; undefined where no key is asked for. */
  readonly apiKeyId: string | undefined;
  /** W3C trace context, version 00: where the caller's trace has come to; null without one that is right. */
  readonly traceparent: string | null;
  readonly query: Readonly<Record<string, string>>;
  /** Names in any case. */
  header(name: string): string | undefined;
  /** The body's JSON object. @throws HttpError 400 when it is none. */
  json(): Record<string, unknown>;
  /** By when it must be answered. */
  readonly deadline: Deadline;
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;
/** https://www.w3.org/TR/trace-context/: ids of zeros alone are invalid. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function readRequest(event: ProxyEvent, fallbackId: string, deadline: Deadline): Request {
  const headers = definedOf(event.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const header = (name: string) => headers.findLast(([present]) => present === name.toLowerCase())?.[1];
  const given = header('x-request-id');
  const trace = header('traceparent');
  return {
    id: given && REQUEST_ID.test(given) ? given : (event.requestContext?.requestId ?? fallbackId),
    method: event.httpMethod,
    resource: event.resource,
    resourceId: decoded(event.pathParameters?.id ?? ''),
    apiKeyId: event.requestContext?.identity?.apiKeyId ?? undefined,
    traceparent: trace !== undefined && TRACEPARENT.test(trace) ? trace : null,
    query: Object.fromEntries(definedOf(event.queryStringParameters)),
    header,
    json: () => parseBody(event),
    deadline,
  };
}

/** API Gateway hands parts of the path on as they were sent; what is no percent-encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function definedOf(map: Readonly<Record<string, string | undefined>> | null | undefined): [string, string][] {
  return Object.entries(map ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined);
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
