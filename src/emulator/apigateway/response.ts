import type { AwsResponse } from '../aws/service.js';

const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded', 'cookies']);

/** Headers that API Gateway sets itself. It passes on the function's under another name. */
const REMAPPED = new Set([
  'connection',
  'content-length',
  'date',
  'host',
  'server',
  'transfer-encoding',
  'www-authenticate',
  'x-amzn-requestid',
]);

/**
 * Turns a function's answer into the response for the client. Returns undefined for a malformed proxy response, which
 * API Gateway answers with 502.
 *
 * A status may be a numeric string, and header values may be numbers and booleans. An unknown member is an error.
 *
 * @param decodes whether to decode a base64 body: true if the client asked for one of the API's binary media types
 */
export function proxyResponse(payload: Buffer, decodes: boolean): AwsResponse | undefined {
  const answer = parse(payload);
  if (answer === undefined || Object.keys(answer).some((member) => !MEMBERS.has(member))) return undefined;
  const status = statusOf(answer.statusCode);
  const headers = headersOf(answer.headers, answer.multiValueHeaders);
  const body = bodyOf(answer.body);
  if (status === undefined || headers === undefined || body === undefined) return undefined;
  if (!('content-type' in headers)) headers['content-type'] = ['application/json'];
  const isBase64 = decodes && answer.isBase64Encoded === true;
  return { status, headers, body: isBase64 ? Buffer.from(body, 'base64') : body };
}

function parse(payload: Buffer): Record<string, unknown> | undefined {
  try {
    const answer: unknown = JSON.parse(payload.toString('utf8'));
    const isObject = answer !== null && typeof answer === 'object' && !Array.isArray(answer);
    return isObject ? (answer as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function statusOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599
    ? status
    : undefined;
}

function bodyOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : undefined;
}

/** Returns the headers by lower-case name, with the values of `multiValueHeaders` first. */
function headersOf(single: unknown, multi: unknown): Record<string, string[]> | undefined {
  const headers: Record<string, string[]> = {};
  const add = (name: string, value: unknown): boolean => {
    const text = textOf(value);
    if (text === undefined) return false;
    const lower = name.toLowerCase();
    const key = REMAPPED.has(lower) ? `x-amzn-remapped-${lower}` : lower;
    const values = headers[key] ?? [];
    if (!values.includes(text)) headers[key] = [...values, text];
    return true;
  };
  const [multiple, simple] = [entriesOf(multi), entriesOf(single)];
  if (multiple === undefined || simple === undefined) return undefined;
  for (const [name, values] of multiple) {
    if (!Array.isArray(values) || !values.every((value) => add(name, value))) return undefined;
  }
  return simple.every(([name, value]) => add(name, value)) ? headers : undefined;
}

/** Returns undefined for a value that is not a map. Null and undefined count as an empty map. */
function entriesOf(map: unknown): [string, unknown][] | undefined {
  if (map === undefined || map === null) return [];
  if (typeof map !== 'object' || Array.isArray(map)) return undefined;
  return Object.entries(map);
}

function textOf(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
