import type { AwsError, AwsRequest, AwsResponse } from './service.js';

/** awsJson1_0 and awsJson1_1: KMS, SQS, CloudWatch Logs, EventBridge. */
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

/** Operation of an awsJson request, the part of X-Amz-Target behind the dot. */
export function jsonOperation(request: AwsRequest): string {
  return request.headers['x-amz-target']?.split('.').at(-1) ?? '';
}

/** awsQuery: RDS, STS. `result` is the XML inside `<ActionResult>`. */
export function queryAnswer(
  request: AwsRequest,
  action: string,
  namespace: string,
  result: string,
): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': request.requestId },
    body:
      `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result>` +
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

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
