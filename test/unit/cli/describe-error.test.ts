import assert from 'node:assert/strict';
import { describeError } from '../../../src/cli/describe-error.js';
import { SuperbowletoError, UsageError } from '../../../src/errors.js';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe('describeError', () => {
  it('says how to get AWS credentials', () => {
    const error = named('CredentialsProviderError', 'Could not load credentials from any providers');
    assert.deepEqual(describeError(error), {
      code: 'CREDENTIALS_MISSING',
      message:
        'There are no AWS keys at hand: Could not load credentials from any providers. Name a profile by AWS_PROFILE, ' +
        'sign in by: aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      exitCode: 1,
    });
  });

  it('says that AWS rejects the credentials', () => {
    const error = named('ExpiredTokenException', 'The security token included in the request is expired.');
    assert.deepEqual(describeError(error), {
      code: 'CREDENTIALS_REFUSED',
      message:
        'The AWS keys at hand are not taken (ExpiredTokenException): The security token included in the request is ' +
        'expired. Whose they are says: aws sts get-caller-identity',
      exitCode: 1,
    });
  });

  for (const name of [
    'ExpiredToken',
    'ExpiredTokenException',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ]) {
    it(`takes ${name} for rejected credentials`, () => {
      assert.equal(describeError(named(name, 'x')).code, 'CREDENTIALS_REFUSED');
    });
  }

  it('keeps the code, message and exit code of the own errors', () => {
    assert.deepEqual(describeError(new SuperbowletoError('A_B', 'It failed.')), {
      code: 'A_B',
      message: 'It failed.',
      exitCode: 1,
    });
    assert.equal(describeError(new UsageError('A_B', 'It failed.')).exitCode, 2);
  });

  for (const name of ['AbortError', 'ExitPromptError']) {
    it(`says that the command was interrupted after ${name}`, () => {
      assert.deepEqual(describeError(named(name, 'x')), {
        code: 'INTERRUPTED',
        message: 'Interrupted. Run the same command again to go on.',
        exitCode: 130,
      });
    });
  }

  const networkErrors: [object, string][] = [
    [{ code: 'ECONNREFUSED', address: '127.0.0.1', port: 4580 }, '127.0.0.1:4580 (ECONNREFUSED)'],
    [{ code: 'ECONNRESET' }, 'the endpoint (ECONNRESET)'],
    [{ code: 'ENOTFOUND', hostname: 'sts.example' }, 'sts.example (ENOTFOUND)'],
    [{ code: 'EAI_AGAIN', hostname: 'sts.example' }, 'sts.example (EAI_AGAIN)'],
    [{ code: 'ETIMEDOUT' }, 'the endpoint (ETIMEDOUT)'],
    [{ code: 'EPIPE' }, 'the endpoint (EPIPE)'],
  ];
  for (const [fields, endpoint] of networkErrors) {
    it(`says that nothing answers at ${endpoint}`, () => {
      const { code, message, exitCode } = describeError(Object.assign(new Error('x'), fields));
      assert.deepEqual([code, exitCode], ['UNREACHABLE', 1]);
      assert.ok(message.startsWith(`Nothing answers at ${endpoint}. `), message);
    });
  }

  it('adds the name of an AWS error to a message that lacks it', () => {
    const messageOf = (error: Error) => describeError(error).message;
    assert.equal(messageOf(named('AccessDenied', 'No.')), 'No. (AccessDenied)');
    assert.equal(messageOf(named('AccessDenied', 'AccessDenied: no.')), 'AccessDenied: no.');
    assert.equal(messageOf(Object.assign(new Error('No.'), { code: 'EACCES' })), 'No. (EACCES)');
  });

  it('keeps the message of an error with a code in upper snake case', () => {
    const error = Object.assign(new Error('The secret does not exist.'), { code: 'SECRET_NOT_FOUND' });
    assert.deepEqual(describeError(error), {
      code: 'SECRET_NOT_FOUND',
      message: 'The secret does not exist.',
      exitCode: 1,
    });
  });

  it('prints a thrown value that is no error', () => {
    assert.deepEqual(describeError('no'), { code: 'UNEXPECTED', message: 'no', exitCode: 1 });
  });

  it('keeps the name of an AWS error that has no message', () => {
    for (const message of ['UnknownError', '']) {
      assert.deepEqual(describeError(named('ThrottlingException', message)), {
        code: 'ThrottlingException',
        message: 'ThrottlingException',
        exitCode: 1,
      });
    }
  });
});
