import assert from 'node:assert/strict';
import {
  allowsRedriveFrom,
  checkedAttributes,
  parseRedrivePolicy,
} from '../../../../src/emulator/sqs/queue-attributes.js';

const arn = 'arn:aws:sqs:us-east-1:000000000000:orders-dead-letter';

describe('parseRedrivePolicy', () => {
  it('takes the count as a number or as text', () => {
    const expected = { deadLetterTargetArn: arn, maxReceiveCount: 3 };
    assert.deepEqual(
      parseRedrivePolicy(JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 })),
      expected,
    );
    assert.deepEqual(
      parseRedrivePolicy(JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: '3' })),
      expected,
    );
  });

  it('words a bad target as AWS does', () => {
    assert.throws(() => parseRedrivePolicy('{"deadLetterTargetArn": "dummy", "maxReceiveCount": 42}'), {
      code: 'InvalidParameterValueException',
      message:
        'Value {"deadLetterTargetArn": "dummy", "maxReceiveCount": 42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
    });
  });

  for (const value of [
    'no JSON',
    '[]',
    '{}',
    JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1001 }),
  ]) {
    it(`refuses ${value}`, () => {
      assert.throws(() => parseRedrivePolicy(value), { code: 'InvalidParameterValueException' });
    });
  }
});

describe('checkedAttributes', () => {
  it('takes the limits and refuses what is beyond', () => {
    assert.deepEqual(checkedAttributes({ VisibilityTimeout: '43200' }, false), {
      VisibilityTimeout: '43200',
    });
    assert.throws(() => checkedAttributes({ VisibilityTimeout: '43201' }, false), {
      code: 'InvalidAttributeValue',
      message: 'Invalid value for the parameter VisibilityTimeout.',
    });
    assert.throws(() => checkedAttributes({ MaximumMessageSize: '1023' }, false), {
      code: 'InvalidAttributeValue',
    });
  });

  it('knows the FIFO attributes on a FIFO queue alone', () => {
    checkedAttributes({ ContentBasedDeduplication: 'true' }, true);
    assert.throws(() => checkedAttributes({ ContentBasedDeduplication: 'true' }, false), {
      message: 'Unknown Attribute ContentBasedDeduplication.',
    });
  });

  it('takes no key for an encryption that does not happen', () => {
    assert.throws(() => checkedAttributes({ KmsMasterKeyId: 'alias/x' }, false), { status: 501 });
  });
});

describe('allowsRedriveFrom', () => {
  it('heeds who may use the dead-letter queue', () => {
    assert.equal(allowsRedriveFrom(undefined, 'a'), true);
    assert.equal(allowsRedriveFrom('{"redrivePermission":"denyAll"}', 'a'), false);
    const byQueue = '{"redrivePermission":"byQueue","sourceQueueArns":["a"]}';
    assert.deepEqual([allowsRedriveFrom(byQueue, 'a'), allowsRedriveFrom(byQueue, 'b')], [true, false]);
  });
});
