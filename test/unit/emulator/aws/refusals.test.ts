import assert from 'node:assert/strict';
import { refusalError } from '../../../../src/emulator/aws/refusals.js';

const WRONG =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const UNKNOWN = 'The security token included in the request is invalid.';
const SKEWED = 'Signature expired: the clocks of client and stage differ by more than 15 minutes.';

describe('refusalError', () => {
  for (const [refusal, service, code, status, message] of [
    [
      'unknown-key',
      's3',
      'InvalidAccessKeyId',
      403,
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    ['unknown-key', 'rds', 'InvalidClientTokenId', 403, UNKNOWN],
    ['unknown-key', 'sts', 'InvalidClientTokenId', 403, UNKNOWN],
    ['unknown-key', 'iam', 'InvalidClientTokenId', 403, UNKNOWN],
    ['unknown-key', 'cloudformation', 'InvalidClientTokenId', 403, UNKNOWN],
    ['unknown-key', 'kms', 'UnrecognizedClientException', 403, UNKNOWN],
    [
      'wrong-payload',
      's3',
      'XAmzContentSHA256Mismatch',
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
    ['wrong-payload', 'kms', 'InvalidSignatureException', 403, WRONG],
    [
      'skewed',
      's3',
      'RequestTimeTooSkewed',
      403,
      'The difference between the request time and the current time is too large.',
    ],
    ['skewed', 'sts', 'SignatureDoesNotMatch', 403, SKEWED],
    ['skewed', 'kms', 'InvalidSignatureException', 403, SKEWED],
    ['expired', 's3', 'AccessDenied', 403, 'Request has expired'],
    ['wrong-signature', 's3', 'SignatureDoesNotMatch', 403, WRONG],
    ['wrong-signature', 'rds', 'SignatureDoesNotMatch', 403, WRONG],
    ['wrong-signature', 'lambda', 'InvalidSignatureException', 403, WRONG],
  ] as const) {
    it(`is ${code} for ${refusal} at ${service}`, () => {
      const error = refusalError(refusal, service);
      assert.deepEqual([error.code, error.status, error.message], [code, status, message]);
    });
  }
});
