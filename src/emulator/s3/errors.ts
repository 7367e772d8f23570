import { AwsError, type AwsRequest, type AwsResponse } from '../aws/service.js';
import { document, element } from './xml.js';

export const noSuchBucket = (bucket: string): AwsError =>
  new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string): AwsError =>
  new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key });

export const noSuchVersion = (key: string, versionId: string): AwsError =>
  new AwsError('NoSuchVersion', 404, 'The specified version does not exist.', {
    Key: key,
    VersionId: versionId,
  });

export const noSuchUpload = (uploadId: string): AwsError =>
  new AwsError(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

export const preconditionFailed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

export const invalidArgument = (message: string, name: string, value: string): AwsError =>
  new AwsError('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequest', 400, message);

/** Encodes an error as S3's error document. The answer to a HEAD has no body, only the status. */
export function encodeS3Error(error: AwsError, request: AwsRequest): AwsResponse {
  const { headers, members } = splitMembers(error);
  const common = { 'x-amz-request-id': request.requestId, 'x-amz-id-2': request.requestId, ...headers };
  if (request.method === 'HEAD') return { status: error.status, headers: common };
  const details = Object.entries(members).map(([name, value]) => element(name, String(value)));
  const body = document(
    'Error',
    element('Code', error.code),
    element('Message', error.message),
    ...details,
    element('Resource', request.url.pathname),
    element('RequestId', request.requestId),
    element('HostId', request.requestId),
  ).replace(/ xmlns="[^"]*"/, ''); // Unlike other documents of S3, an error has no namespace.
  return { status: error.status, headers: { ...common, 'content-type': 'application/xml' }, body };
}

/** Separates the member `headers`, which becomes headers of the answer, such as `x-amz-delete-marker`. */
function splitMembers(error: AwsError): {
  headers: Record<string, string>;
  members: Record<string, unknown>;
} {
  const { headers, ...members } = error.members;
  return { headers: isRecord(headers) ? headers : {}, members };
}

const isRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null;
