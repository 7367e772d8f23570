import type { Deadline } from '../lambda.js';
import type { RequestIds } from '../log.js';
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
  /** What each line of the log about this request carries. */
  readonly ids: RequestIds;
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
  /** Parses the body, or returns an empty object for a request without one. */
  optionalJson(): Record<string, unknown>;
  /** When the answer must be ready. */
  readonly deadline: Deadline;
}

/** How deeply a body may be nested. What the API accepts has three levels; whoever walks a body may use recursion. */
const DEPTH = 32;
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
  const gatewayId = event.requestContext?.requestId;
  const id = given && REQUEST_ID.test(given) ? given : (gatewayId ?? fallbackId);
  return {
    id,
    ids: { request_id: id, gateway_request_id: gatewayId },
    method: event.httpMethod,
    resource: event.resource,
    resourceId: decoded(event.pathParameters?.id ?? ''),
    apiKeyId: event.requestContext?.identity?.apiKeyId ?? undefined,
    traceparent: trace !== undefined && TRACEPARENT.test(trace) ? trace : null,
    query: Object.fromEntries(definedOf(event.queryStringParameters)),
    header,
    json: () => parseBody(event),
    optionalJson: () => (textOf(event).trim() === '' ? {} : parseBody(event)),
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
  let body: unknown;
  try {
    body = JSON.parse(textOf(event));
  } catch {
    throw invalidParameters([{ field: null, message: 'the body must be JSON' }]);
  }
  if (!isContainer(body) || Array.isArray(body)) {
    throw invalidParameters([{ field: null, message: 'the body must be a JSON object' }]);
  }
  if (isDeeper(body, DEPTH)) {
    throw invalidParameters([{ field: null, message: `the body must not be nested deeper than ${DEPTH}` }]);
  }
  return body as Record<string, unknown>;
}

function textOf({ body, isBase64Encoded }: ProxyEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
}

/** Whether an object holds objects or arrays in more than `depth` levels. It goes level by level, and needs no stack. */
function isDeeper(body: object, depth: number): boolean {
  let level = [body];
  for (let at = 1; at <= depth && level.length > 0; at++) {
    level = level.flatMap((container) => Object.values(container).filter(isContainer));
  }
  return level.length > 0;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
