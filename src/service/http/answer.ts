/** What an endpoint answers with. */
export interface Answer {
  readonly status: number;
  /** Text and bytes are sent as they are, under the `content-type` that `headers` must then give; all else as JSON. */
  readonly body: unknown;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What API Gateway makes a response of. */
export interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Bytes travel in base64; API Gateway decodes them for binary media types, which are all of them here. */
  readonly isBase64Encoded?: true;
}

export function proxyAnswer({ status, body, headers }: Answer, requestId: string): ProxyAnswer {
  const answer = { statusCode: status, headers: { ...headers, 'x-request-id': requestId } };
  if (typeof body === 'string') return { ...answer, body };
  if (body instanceof Uint8Array) {
    return { ...answer, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
  }
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return { ...answer, headers: { ...type, ...answer.headers }, body: JSON.stringify(body) };
}
