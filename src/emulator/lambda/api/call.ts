import { restAnswer } from '../../aws/protocols.js';
import type { AwsRequest, AwsResponse } from '../../aws/service.js';
import { invalidContent, parseJson } from '../errors.js';

/** One request to the Lambda API. */
export interface Call {
  readonly operation: string;
  /** Decoded parts of the path, by their names in the service model. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly request: AwsRequest;
}

export type Operation = (call: Call) => AwsResponse | Promise<AwsResponse>;

export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`${call.operation} has no ${name} in its path`);
  return value;
}

/** Returns the body's JSON object. Throws AwsError InvalidRequestContentException. */
export function bodyOf(call: Call): Record<string, unknown> {
  if (call.request.body.length === 0) return {};
  const body = parseJson(call.request.body);
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw invalidContent('it is no object');
  return body as Record<string, unknown>;
}

export function answer(call: Call, status: number, body?: unknown): AwsResponse {
  return restAnswer(call.request, status, body);
}

/** Returns the page of a list that the query's Marker and MaxItems ask for. */
export function page<Item>(call: Call, items: readonly Item[]): { items: Item[]; NextMarker?: string } {
  const start = Number(call.query.get('Marker') ?? 0) || 0;
  const size = Number(call.query.get('MaxItems') ?? 50) || 50;
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length && { NextMarker: String(end) }) };
}
