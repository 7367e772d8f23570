import assert from 'node:assert/strict';
import {
  allowsRedriveFrom,
  checkedAttributes,
  parseRedrivePolicy,
} from '../../../../src/emulator/sqs/queue-attributes.js';

const arn = 'arn:aws:sqs:us-east-1:000000000000:orders-dead-letter';

describe('parseRedrivePolicy', () => {
  it('reads the count as a number or as text', () => {
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

  it('refuses a bad target with the text of AWS', () => {
    assert.throws(() => parseRedrivePolicy('{"deadLetterTargetArn": "dummy", "maxReceiveCount": 42}'), {
      code: 'InvalidParameterValueException',
      message:
        'Value {"deadLetterTargetArn": "dummy", "maxReceiveCount": 42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
    });
  });

  const policy = (changes: object) =>
    JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3, ...changes });

  it('accepts a count of 1 to 1000', () => {
    for (const maxReceiveCount of [1, 1000])
      assert.equal(parseRedrivePolicy(policy({ maxReceiveCount })).maxReceiveCount, maxReceiveCount);
  });

  for (const [value, reason] of [
    ['no JSON', 'Redrive policy is not a valid JSON map.'],
    ['[]', 'Redrive policy is not a valid JSON map.'],
    ['null', 'Redrive policy is not a valid JSON map.'],
    ['{}', 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.'],
    [
      policy({ maxReceiveCount: undefined }),
      'Redrive policy does not contain mandatory attribute: maxReceiveCount.',
    ],
    ...[0, 1001, 1.5, 'x'].map(
      (maxReceiveCount) =>
        [
          policy({ maxReceiveCount }),
          'Invalid value for maxReceiveCount: must be between 1 and 1000, both inclusive.',
        ] as const,
    ),
    ...[1, `${arn}.x`, 'arn:aws:sqs:us-east-1:00000000000:d', 'arn:aws:sns:us-east-1:000000000000:d'].map(
      (deadLetterTargetArn) =>
        [policy({ deadLetterTargetArn }), 'Invalid value for deadLetterTargetArn.'] as const,
    ),
  ] as const) {
    it(`refuses ${value}`, () => {
      assert.throws(() => parseRedrivePolicy(value), {
        code: 'InvalidParameterValueException',
        message: `Value ${value} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
      });
    });
  }
});

describe('checkedAttributes', () => {
  for (const [name, minimum, maximum] of [
    ['VisibilityTimeout', 0, 43_200],
    ['DelaySeconds', 0, 900],
    ['MaximumMessageSize', 1024, 1_048_576],
    ['MessageRetentionPeriod', 60, 1_209_600],
    ['ReceiveMessageWaitTimeSeconds', 0, 20],
  ] as const) {
    it(`accepts a ${name} of ${minimum} to ${maximum}`, () => {
      for (const value of [minimum, maximum])
        assert.deepEqual(checkedAttributes({ [name]: `0${value}` }, false), { [name]: String(value) });
      for (const value of [minimum - 1, maximum + 1, '1.5', '', 'x'])
        assert.throws(() => checkedAttributes({ [name]: String(value) }, false), {
          code: 'InvalidAttributeValue',
          message: `Invalid value for the parameter ${name}.`,
        });
    });
  }

  for (const [name, accepted, fifo] of [
    ['SqsManagedSseEnabled', ['true', 'false'], false],
    ['Policy', ['', '{}'], false],
    ['RedrivePolicy', [''], false],
    ['RedriveAllowPolicy', ['', '{}'], false],
    ['FifoQueue', ['true'], true],
    ['ContentBasedDeduplication', ['true', 'false'], true],
    ['DeduplicationScope', ['queue', 'messageGroup'], true],
    ['FifoThroughputLimit', ['perQueue', 'perMessageGroupId'], true],
  ] as const) {
    it(`accepts a ${name} of ${accepted.map((value) => value || "''").join(' or ')}`, () => {
      for (const value of accepted)
        assert.deepEqual(checkedAttributes({ [name]: value }, fifo), { [name]: value });
      const code = name === 'RedrivePolicy' ? 'InvalidParameterValueException' : 'InvalidAttributeValue';
      for (const value of ['x', '[]'])
        assert.throws(() => checkedAttributes({ [name]: value }, fifo), { code });
      if (!fifo) return;
      assert.throws(() => checkedAttributes({ [name]: accepted[0] }, false), {
        code: 'InvalidAttributeName',
        message: `Unknown Attribute ${name}.`,
      });
    });
  }

  it('refuses settings of an encryption that does not happen', () => {
    for (const name of ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds']) {
      assert.throws(() => checkedAttributes({ [name]: '300' }, false), {
        code: 'NotImplemented',
        status: 501,
      });
      assert.deepEqual(checkedAttributes({ [name]: '' }, false), { [name]: '' });
    }
  });
});

describe('allowsRedriveFrom', () => {
  it('lets all queues, none, or those in the list use the dead-letter queue', () => {
    assert.equal(allowsRedriveFrom(undefined, 'a'), true);
    assert.equal(allowsRedriveFrom('{"redrivePermission":"denyAll"}', 'a'), false);
    assert.equal(allowsRedriveFrom('{"redrivePermission":"allowAll"}', 'a'), true);
    assert.equal(allowsRedriveFrom('{"redrivePermission":"byQueue"}', 'a'), false);
    const byQueue = '{"redrivePermission":"byQueue","sourceQueueArns":["a"]}';
    assert.deepEqual([allowsRedriveFrom(byQueue, 'a'), allowsRedriveFrom(byQueue, 'b')], [true, false]);
  });
});
