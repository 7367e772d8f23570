import { AwsError, type AwsRequest, type AwsResponse } from '../aws/service.js';

/** Errors that have another code in the query protocol, which older clients know. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
};

export const queueDoesNotExist = (): AwsError =>
  new AwsError('QueueDoesNotExist', 400, 'The specified queue does not exist.');

export const queueNameExists = (attribute: string): AwsError =>
  new AwsError(
    'QueueNameExists',
    400,
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
  );

export const invalidAttributeName = (name: string): AwsError =>
  new AwsError('InvalidAttributeName', 400, `Unknown Attribute ${name}.`);

export const invalidAttributeValue = (name: string, reason = ''): AwsError =>
  new AwsError(
    'InvalidAttributeValue',
    400,
    `Invalid value for the parameter ${name}.${reason && ` Reason: ${reason}`}`,
  );

export const receiptHandleIsInvalid = (handle: string): AwsError =>
  new AwsError(
    'ReceiptHandleIsInvalid',
    404,
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', 400, message);

/** `Value <value> for parameter <name> is invalid. Reason: <reason>` */
export const invalidValue = (name: string, value: unknown, reason: string): AwsError =>
  invalidParameter(`Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`);

export const missingParameter = (name: string): AwsError =>
  new AwsError('MissingRequiredParameterException', 400, `The request must contain the parameter ${name}.`);

/** Returns the code of an error in the query protocol. Batch results contain it too. */
export const queryCode = (error: AwsError): string => QUERY_CODES[error.code] ?? error.code;

/** Encodes an error as awsJson1_0, with its code of the query protocol in `x-amzn-query-error`. */
export function encodeSqsError(error: AwsError, request: AwsRequest): AwsResponse {
  const namespace = error.code.endsWith('Exception') ? 'com.amazon.coral.service' : 'com.amazonaws.sqs';
  return {
    status: error.status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': request.requestId,
      'x-amzn-query-error': `${queryCode(error)};${error.status >= 500 ? 'Receiver' : 'Sender'}`,
    },
    body: JSON.stringify({ __type: `${namespace}#${error.code}`, message: error.message, ...error.members }),
  };
}
