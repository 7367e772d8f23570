import assert from 'node:assert/strict';
import { failedMessages } from '../../../../src/emulator/lambda/queues/batch-answer.js';

const IDS = ['a', 'b', 'c'];
const failed = (text: string) => [...failedMessages(Buffer.from(text), IDS)];

describe('failedMessages', () => {
  for (const answer of ['null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}']) {
    it(`returns no message for ${answer}`, () => assert.deepEqual(failed(answer), []));
  }

  it('returns the messages that the function names', () => {
    assert.deepEqual(failed('{"batchItemFailures":[{"itemIdentifier":"b"}]}'), ['b']);
  });

  for (const answer of [
    '{"foo":[]}',
    '{"batchItemFailures":"b"}',
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    '{"batchItemFailures":[{"itemIdentifier":null}]}',
    '{"batchItemFailures":[{"itemIdentifier":"z"}]}',
    '{"batchItemFailures":[{"other":"b"}]}',
    '{"batchItemFailures":[null]}',
    '"b"',
    'no JSON',
  ]) {
    it(`returns every message for ${answer}`, () => assert.deepEqual(failed(answer), IDS));
  }
});
