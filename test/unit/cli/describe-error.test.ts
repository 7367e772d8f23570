import assert from 'node:assert/strict';
import { describeError } from '../../../src/cli/describe-error.js';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe('describeError', () => {
  it('says how to come by AWS keys', () => {
    const error = named('CredentialsProviderError', 'Could not load credentials from any providers');
    assert.deepEqual(describeError(error), {
      code: 'CREDENTIALS_MISSING',
      message:
        'There are no AWS keys at hand: Could not load credentials from any providers. Name a profile by AWS_PROFILE, ' +
        'sign in by: aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      exitCode: 1,
    });
  });

  it('says that AWS does not take the keys', () => {
    const error = named('ExpiredTokenException', 'The security token included in the request is expired.');
    assert.deepEqual(describeError(error), {
      code: 'CREDENTIALS_REFUSED',
      message:
        'The AWS keys at hand are not taken (ExpiredTokenException): The security token included in the request is ' +
        'expired. Whose they are says: aws sts get-caller-identity',
      exitCode: 1,
    });
  });

  it('keeps the name of an error of AWS that says nothing else', () => {
    assert.deepEqual(describeError(named('ThrottlingException', 'UnknownError')), {
      code: 'ThrottlingException',
      message: 'ThrottlingException',
      exitCode: 1,
    });
  });
});
