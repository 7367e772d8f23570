import assert from 'node:assert/strict';
import { createQueueUrlCheck } from '../../../../src/service/boletos/queue-url.js';

const own = 'https://sqs.us-east-1.amazonaws.com/123456789012/live-boletos-to-register';

describe('a queue URL on AWS', () => {
  const isAllowed = createQueueUrlCheck({
    boletosToRegisterQueueUrl: own,
    region: 'us-east-1',
    sqsEndpoint: undefined,
  });

  for (const url of [
    'https://sqs.us-east-1.amazonaws.com/123456789012/owner',
    'https://sqs.us-east-1.amazonaws.com/123456789012/owner.fifo',
    'https://queue.amazonaws.com/123456789012/owner',
    'https://us-east-1.queue.amazonaws.com/123456789012/owner',
    'https://sqs.us-east-1.api.aws/123456789012/owner',
  ]) {
    it(`is allowed: ${url}`, () => assert.equal(isAllowed(url), true));
  }
  for (const url of [
    own,
    `${own}-dead-letter`,
    'https://sqs.us-east-1.amazonaws.com/999999999999/owner',
    'https://sqs.sa-east-1.amazonaws.com/123456789012/owner',
    'http://sqs.us-east-1.amazonaws.com/123456789012/owner',
    'https://sqs.us-east-1.amazonaws.com.example.com/123456789012/owner',
    'https://example.com/123456789012/owner',
    'https://user@sqs.us-east-1.amazonaws.com/123456789012/owner',
    'https://sqs.us-east-1.amazonaws.com:8443/123456789012/owner',
    'https://sqs.us-east-1.amazonaws.com/123456789012/owner?Action=DeleteQueue',
    'https://sqs.us-east-1.amazonaws.com/123456789012/owner#x',
    'https://sqs.us-east-1.amazonaws.com/x/../123456789012/owner',
    'https://sqs.us-east-1.amazonaws.com/123456789012/owner/more',
    'https://sqs.us-east-1.amazonaws.com/123456789012/',
    'https://sqs.us-east-1.amazonaws.com/123456789012/a%2Fb',
    'https://sqs.us-east-1.amazonaws.com/123456789012/own.er',
    `https://sqs.us-east-1.amazonaws.com/123456789012/${'a'.repeat(81)}`,
    'arn:aws:sqs:us-east-1:123456789012:owner',
    'owner',
    '',
  ]) {
    it(`is refused: ${url}`, () => assert.equal(isAllowed(url), false));
  }
});

describe('a queue URL if the AWS SDK uses another endpoint', () => {
  const isAllowed = createQueueUrlCheck({
    boletosToRegisterQueueUrl: 'http://127.0.0.1:4566/000000000000/local-boletos-to-register',
    region: 'us-east-1',
    sqsEndpoint: 'http://127.0.0.1:4566',
  });

  it('is allowed only at that endpoint, in the own account', () => {
    assert.equal(isAllowed('http://127.0.0.1:4566/000000000000/owner'), true);
    assert.equal(isAllowed('http://127.0.0.1:4567/000000000000/owner'), false);
    assert.equal(isAllowed('http://127.0.0.1:4566/123456789012/owner'), false);
    assert.equal(isAllowed('https://sqs.us-east-1.amazonaws.com/000000000000/owner'), false);
  });
});
