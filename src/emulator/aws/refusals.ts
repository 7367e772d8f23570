import { AwsError } from './service.js';
import type { Refusal } from './signature.js';

const queryServices = new Set(['rds', 'sts', 'iam', 'cloudformation']);

/** Returns the error with which the called service on AWS refuses a signature. */
export function refusalError(refusal: Refusal, service: string): AwsError {
  const [code, message, status = 403] = refusalWords(refusal, service);
  return new AwsError(code, status, message);
}

function refusalWords(refusal: Refusal, service: string): readonly [string, string, number?] {
  const s3 = service === 's3';
  const query = queryServices.has(service);
  switch (refusal) {
    case 'unknown-key':
      if (s3) {
        return ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'];
      }
      return [
        query ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      ];
    case 'wrong-payload':
      if (s3) {
        return [
          'XAmzContentSHA256Mismatch',
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
          400,
        ];
      }
      break;
    case 'skewed':
      if (s3) {
        return [
          'RequestTimeTooSkewed',
          'The difference between the request time and the current time is too large.',
        ];
      }
      return [
        query ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
        'Signature expired: the clocks of client and stage differ by more than 15 minutes.',
      ];
    case 'expired':
      return ['AccessDenied', 'Request has expired'];
    case 'wrong-signature':
  }
  return [
    s3 || query ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ];
}
