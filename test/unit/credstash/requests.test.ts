import assert from 'node:assert/strict';
import { createRequests, describe as describeError } from '../../../src/credstash/requests.js';
import { translateDynamoDb } from '../../../src/credstash/table/failures.js';
import { translateKms, verifyLength } from '../../../src/credstash/unwrap.js';

const named = (name: string, message = 'from AWS') => Object.assign(new Error(message), { name });

const THROTTLING = [
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottledException',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
];

describe('createRequests', () => {
  const requests = createRequests(20, translateKms);

  it('returns the answer', async () => {
    assert.equal(await requests({}, async ({ abortSignal }) => abortSignal.aborted), false);
  });

  it('aborts a call after the timeout', async () => {
    const silent = ({ abortSignal }: { abortSignal: AbortSignal }) =>
      new Promise((_, reject) => {
        abortSignal.addEventListener('abort', () => reject(named('AbortError', 'Request aborted')));
      });
    await assert.rejects(requests({ secret: 'a', version: '1' }, silent), {
      code: 'KMS_UNAVAILABLE',
      secret: 'a',
      version: '1',
      message: 'KMS cannot be used: TimeoutError: no answer within 0.02 s',
    });
  });

  it('keeps the cause', async () => {
    const cause = named('AccessDeniedException');
    await assert.rejects(
      requests({ secret: 'a' }, () => Promise.reject(cause)),
      { cause },
    );
  });
});

describe('errors of AWS', () => {
  const translate = translateDynamoDb('secrets');

  for (const name of THROTTLING) {
    it(`${name} means throttling`, () => {
      assert.equal(
        translateKms(named(name), {}).message,
        'KMS throttles the requests; every retry was refused. Try again later.',
      );
      assert.equal(
        translate(named(name), {}).message,
        'DynamoDB throttles the requests; every retry was refused. Try again later.',
      );
      assert.equal(translate(named(name), {}).code, 'THROTTLED');
    });
  }

  it('an invalid ciphertext means another encryption context', () => {
    const error = translateKms(named('InvalidCiphertextException'), { secret: 'a', version: '1' });
    assert.equal(error.code, 'CONTEXT_MISMATCH');
    assert.equal(
      error.message,
      'KMS does not open "a" version 1: it was stored with another encryption context, or its key attribute was altered.',
    );
  });

  it('a missing table is reported by its name', () => {
    assert.equal(
      translate(named('ResourceNotFoundException'), {}).message,
      'The credstash table cannot be used: there is no table "secrets" in this account and region.',
    );
  });

  it('any other keeps its name and message, beside the table or the KMS key', () => {
    assert.equal(
      translate(named('AccessDeniedException'), {}).message,
      'The credstash table cannot be used: AccessDeniedException: from AWS (table secrets)',
    );
    assert.equal(
      translateKms(named('NotFoundException'), { key: 'alias/a' }).message,
      'KMS cannot be used: NotFoundException for key alias/a: from AWS',
    );
    assert.equal(
      translateKms(named('DisabledException'), {}).message,
      'KMS cannot be used: DisabledException: from AWS',
    );
    assert.equal(describeError(named('TimeoutError', '')), 'TimeoutError');
    assert.equal(describeError('a text'), 'a text');
  });
});

describe('verifyLength', () => {
  it('returns 64 bytes, and overwrites any other number of them', () => {
    const dataKey = Buffer.alloc(64, 1);
    assert.equal(verifyLength(dataKey, {}), dataKey);
    assert.deepEqual(dataKey, Buffer.alloc(64, 1));
    const short = Buffer.alloc(32, 1);
    assert.throws(() => verifyLength(short, { secret: 'a' }), {
      code: 'KMS_UNAVAILABLE',
      secret: 'a',
      message: 'KMS cannot be used: it answered a data key of 32 bytes instead of 64.',
    });
    assert.deepEqual(short, Buffer.alloc(32));
    assert.throws(() => verifyLength(undefined, {}), {
      message: 'KMS cannot be used: it answered a data key of 0 bytes instead of 64.',
    });
  });
});
