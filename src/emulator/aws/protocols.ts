import type { AwsError, AwsRequest, AwsResponse } from './service.js';
import { type Content, escapeXml, xml } from './xml.js';

/** Encodes an answer in awsJson 1.0 or 1.1, which KMS, SQS, CloudWatch Logs and EventBridge speak. */
export function jsonAnswer(request: AwsRequest, answer: unknown, version: '1.0' | '1.1'): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': request.requestId },
    body: JSON.stringify(answer),
  };
}

export function jsonError(request: AwsRequest, error: AwsError, version: '1.0' | '1.1'): AwsResponse {
  return {
    status: error.status,
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amzn-requestid': request.requestId,
      'x-amzn-errortype': error.code,
    },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
  };
}

/** Returns the operation of an awsJson request: what follows the dot in X-Amz-Target, or '' without that header. */
export function jsonOperation(request: AwsRequest): string {
  return request.headers['x-amz-target']?.split('.').at(-1) ?? '';
}

/** Encodes an answer in restJson1, which Lambda and API Gateway speak. The answer is empty without `body`. */
export function restAnswer({ requestId }: AwsRequest, status: number, body?: unknown): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

export function restError(request: AwsRequest, error: AwsError): AwsResponse {
  const answer = restAnswer(request, error.status, { ...error.members, message: error.message });
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': error.code } };
}

/** Encodes an answer in awsQuery, which RDS and STS speak. `result` is the content of `<ActionResult>`. */
export function queryAnswer(
  request: AwsRequest,
  action: string,
  namespace: string,
  result: Content,
): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': request.requestId },
    body:
      `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${namespace}"><${action}Result>${xml(result)}</${action}Result>` +
      `<ResponseMetadata><RequestId>${request.requestId}</RequestId></ResponseMetadata></${action}Response>`,
  };
}

export function queryError(request: AwsRequest, error: AwsError, namespace: string): AwsResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': request.requestId },
    body:
      `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="${namespace}"><Error><Type>${error.status >= 500 ? 'Receiver' : 'Sender'}</Type>` +
      `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${request.requestId}</RequestId></ErrorResponse>`,
  };
}
