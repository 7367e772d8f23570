import assert from 'node:assert/strict';
import { createQueueUrlCheck } from '../../../../src/service/boletos/queue-url.js';

const ONLY = { allowed_queues: null, is_only: true };
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
    it(`is allowed: ${url}`, () => assert.equal(isAllowed(url, ONLY), true));
  }
  for (const url of [
    own,
    `${own}-dead-letter`,
    'https://us-east-1.queue.amazonaws.com/123456789012/live-boletos-to-register',
    'https://queue.amazonaws.com/123456789012/live-boletos-to-register-dead-letter',
    'https://sqs.us-east-1.api.aws/123456789012/live-boletos-to-register',
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
    it(`is refused: ${url}`, () => assert.equal(isAllowed(url, ONLY), false));
  }
});

describe('a queue URL if the AWS SDK uses another endpoint', () => {
  const isAllowed = createQueueUrlCheck({
    boletosToRegisterQueueUrl: 'http://127.0.0.1:4566/000000000000/local-boletos-to-register',
    region: 'us-east-1',
    sqsEndpoint: 'http://127.0.0.1:4566',
  });

  it('is allowed only at that endpoint, in the own account', () => {
    assert.equal(isAllowed('http://127.0.0.1:4566/000000000000/owner', ONLY), true);
    assert.equal(isAllowed('http://127.0.0.1:4567/000000000000/owner', ONLY), false);
    assert.equal(isAllowed('http://127.0.0.1:4566/123456789012/owner', ONLY), false);
    assert.equal(isAllowed('https://sqs.us-east-1.amazonaws.com/000000000000/owner', ONLY), false);
  });
});

describe('a queue URL of one of several tenants', () => {
  const isAllowed = createQueueUrlCheck({
    boletosToRegisterQueueUrl: own,
    region: 'us-east-1',
    sqsEndpoint: undefined,
  });
  const owner = 'https://sqs.us-east-1.amazonaws.com/123456789012/owner';
  const partner = 'https://sqs.us-east-1.amazonaws.com/999999999999/owner';

  it('is refused if no queue is allowed', () => {
    assert.equal(isAllowed(owner, { allowed_queues: null, is_only: false }), false);
    assert.equal(isAllowed(owner, { allowed_queues: [], is_only: false }), false);
    assert.equal(isAllowed(owner, { allowed_queues: [], is_only: true }), false);
  });

  it('is compared by account and name, however it is written', () => {
    const acme = { allowed_queues: [owner], is_only: false };
    assert.equal(isAllowed('https://us-east-1.queue.amazonaws.com/123456789012/owner', acme), true);
    assert.equal(isAllowed(partner, acme), false);
    assert.equal(isAllowed(`${owner}2`, acme), false);
  });

  it('may be of another account if an operator allowed it', () => {
    assert.equal(isAllowed(partner), true);
    assert.equal(isAllowed(partner, { allowed_queues: [partner], is_only: false }), true);
  });

  it("is never one of the service's own, also if an operator allowed it before", () => {
    const other = 'https://us-east-1.queue.amazonaws.com/123456789012/live-boletos-to-register';
    assert.equal(isAllowed(other), false);
    assert.equal(isAllowed(other, { allowed_queues: [other, own], is_only: false }), false);
  });
});
