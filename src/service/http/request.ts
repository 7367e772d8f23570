import type { Deadline } from '../lambda.js';
import { invalidParameters } from './errors.js';

/** The part of API Gateway's proxy event (REST API) that the functions use. A missing map is null. */
export interface ProxyEvent {
  /** The route's path, as in `/boletos/{id}`. */
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
  /** The route's path, as in `/boletos/{id}`. */
  readonly resource: string;
  /** The path's `{id}`, decoded. It may be any text. Empty if the route has none. */
  readonly resourceId: string;
  /** API Gateway's id of the request's API key, not its value. Undefined if the route needs no key. */
  readonly apiKeyId: string | undefined;
  /** The caller's W3C trace context, version 00. Null if there is none or it is invalid. */
  readonly traceparent: string | null;
  readonly query: Readonly<Record<string, string>>;
  /** Returns a header; its name may be in any case. */
  header(name: string): string | undefined;
  /**
   * Parses the body, which must be a JSON object.
   *
   * @throws HttpError 400
   */
  json(): Record<string, unknown>;
  /** When the answer must be ready. */
  readonly deadline: Deadline;
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;
/** https://www.w3.org/TR/trace-context/. Ids of only zeros are invalid. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Reads API Gateway's event.
 *
 * @param fallbackId the request's id if neither the caller nor API Gateway gives one
 */
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

/** Decodes a part of the path, which API Gateway passes on as it was sent. Invalid percent-encoding stays as it is. */
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
