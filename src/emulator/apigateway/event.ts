import { createHash } from 'node:crypto';
import type { AwsRequest } from '../aws/service.js';
import type { ApiDefinition, ApiKey } from './definition.js';
import { isBinary } from './media-types.js';
import type { RouteMatch } from './routes.js';

type MultiMap = Map<string, string[]>;

/**
 * Returns the event of a REST API's Lambda proxy integration (payload version 1.0). A map without entries is null. The
 * single-value maps contain the last value of a repeated header or parameter.
 *
 * @param options.path without the stage, still percent-encoded
 */
export function proxyEvent(options: {
  definition: ApiDefinition;
  match: RouteMatch;
  request: AwsRequest;
  path: string;
  apiKey: ApiKey | undefined;
  account: string;
  now: Date;
}): Record<string, unknown> {
  const { definition, match, request, path } = options;
  const headers = headersOf(request);
  const query = queryOf(request.url);
  return {
    resource: match.route.path,
    path,
    httpMethod: request.method,
    headers: lastValues(headers),
    multiValueHeaders: allValues(headers),
    queryStringParameters: lastValues(query),
    multiValueQueryStringParameters: allValues(query),
    pathParameters: Object.keys(match.parameters).length > 0 ? match.parameters : null,
    stageVariables: null,
    requestContext: requestContext({ ...options, apiId: apiId(definition.name), definition }),
    ...bodyOf(request, definition.binaryMediaTypes),
  };
}

function bodyOf({ body, headers }: AwsRequest, binaryMediaTypes: readonly string[] = []) {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const isBase64Encoded = isBinary(headers['content-type'], binaryMediaTypes);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

function requestContext(options: {
  definition: ApiDefinition;
  match: RouteMatch;
  request: AwsRequest;
  path: string;
  apiKey: ApiKey | undefined;
  account: string;
  now: Date;
  apiId: string;
}): Record<string, unknown> {
  const { definition, match, request, apiKey, now } = options;
  return {
    accountId: options.account,
    apiId: options.apiId,
    deploymentId: shortId(`${definition.name} deployment`, 6),
    domainName: request.url.hostname,
    domainPrefix: request.url.hostname.split('.')[0],
    extendedRequestId: createHash('sha256').update(request.requestId).digest('base64').slice(0, 16),
    httpMethod: request.method,
    identity: {
      accessKey: null,
      accountId: null,
      ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKeyId(apiKey.name) }),
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '127.0.0.1',
      user: null,
      userAgent: request.headers['user-agent'] ?? null,
      userArn: null,
    },
    path: `/${definition.stage}${options.path}`,
    protocol: 'HTTP/1.1',
    requestId: request.requestId,
    requestTime: requestTime(now),
    requestTimeEpoch: now.getTime(),
    resourceId: shortId(match.route.path, 6),
    resourcePath: match.route.path,
    stage: definition.stage,
  };
}

/** Returns an API's id: ten characters, always the same for a name. */
export function apiId(name: string): string {
  return shortId(name, 10);
}

/** Returns a key's id, derived from the key's name. It is not secret. */
export function apiKeyId(name: string): string {
  return shortId(name, 10);
}

function shortId(seed: string, length: number): string {
  const digest = createHash('sha256').update(seed).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, length);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Formats a time as API Gateway does.
 *
 * @example requestTime(new Date(0)) // '01/Jan/1970:00:00:00 +0000'
 */
export function requestTime(now: Date): string {
  const iso = now.toISOString();
  return `${iso.slice(8, 10)}/${MONTHS[now.getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

/** Names keep the client's case. As on API Gateway, a name in another case is another entry. */
function headersOf(request: AwsRequest): MultiMap {
  const headers: MultiMap = new Map();
  const raw = request.rawHeaders ?? Object.entries(request.headers).flat();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name, value] = [raw[index], raw[index + 1]];
    if (name === undefined || value === undefined || HOP_BY_HOP.has(name.toLowerCase())) continue;
    headers.set(name, [...(headers.get(name) ?? []), value]);
  }
  const { port, protocol } = request.url;
  headers.set('X-Forwarded-For', ['127.0.0.1']);
  headers.set('X-Forwarded-Port', [port || '80']);
  headers.set('X-Forwarded-Proto', [protocol.slice(0, -1)]);
  return headers;
}

/** Headers of the connection between the client and API Gateway. */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

function queryOf(url: URL): MultiMap {
  const query: MultiMap = new Map();
  for (const [name, value] of url.searchParams) query.set(name, [...(query.get(name) ?? []), value]);
  return query;
}

function lastValues(map: MultiMap): Record<string, string> | null {
  if (map.size === 0) return null;
  return Object.fromEntries([...map].map(([name, values]) => [name, values.at(-1) ?? '']));
}

function allValues(map: MultiMap): Record<string, string[]> | null {
  return map.size === 0 ? null : Object.fromEntries(map);
}
