import type { AwsRequest, AwsResponse } from '../../emulator/aws/service.js';

export function json(status: number, body: unknown): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(body),
  };
}

export function html(status: number, text: string): AwsResponse {
  const body = `<html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

/** The body as JSON; undefined where it is none. */
export function jsonIn({ body }: AwsRequest): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** Civil date, `YYYY-MM-DD`, of a moment in São Paulo. */
export function saoPauloDate(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo', dateStyle: 'short' }).format(
    moment,
  );
}
