import type { AwsRequest, AwsResponse } from '../../emulator/aws/service.js';

/** Returns a JSON answer. */
export function json(status: number, body: unknown): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(body),
  };
}

/** Returns a page with one heading. */
export function html(status: number, text: string): AwsResponse {
  const body = `<html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

/** Reads the body as JSON; undefined when it is not JSON. */
export function jsonIn({ body }: AwsRequest): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** Returns the members of an object; no members for any other value. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** Returns the civil date in São Paulo at a moment, `YYYY-MM-DD`. */
export function saoPauloDate(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo', dateStyle: 'short' }).format(
    moment,
  );
}
