/** An endpoint's answer. */
export interface Answer {
  readonly status: number;
  /** Text and bytes are sent unchanged; `headers` must then have a `content-type`. Anything else is sent as JSON. */
  readonly body: unknown;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in API Gateway's form. */
export interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** API Gateway decodes the body for binary media types, which here are all media types. */
  readonly isBase64Encoded?: true;
}

/** Converts an answer to API Gateway's form. */
export function proxyAnswer({ status, body, headers }: Answer, requestId: string): ProxyAnswer {
  const answer = { statusCode: status, headers: { ...headers, 'x-request-id': requestId } };
  if (typeof body === 'string') return { ...answer, body };
  if (body instanceof Uint8Array) {
    return { ...answer, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
  }
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return { ...answer, headers: { ...type, ...answer.headers }, body: JSON.stringify(body) };
}
