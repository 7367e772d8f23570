import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type KillableService, startKillable } from '../../../support/killable-service.js';
import { until } from '../../../support/until.js';

describe('SQS, killed while messages are sent and deleted', () => {
  let directory: string;
  let service: KillableService;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'sbw-sqs-kill-'));
    service = await startKillable('sqs', directory);
  });

  afterEach(async () => {
    await service.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it('has every message that was sent and not deleted, and no other', async () => {
    let sqs = new SQSClient(service.client);
    const Attributes = { VisibilityTimeout: '0' };
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q', Attributes }));
    const sent = new Set<string>();
    const deleted = new Set<string>();
    /** Messages with a delete that may not have been answered: after the kill they may be there or not. */
    const doubtful = new Set<string>();
    const send = async (): Promise<void> => {
      for (;;) {
        const { MessageId = '' } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
        sent.add(MessageId);
      }
    };
    const remove = async (): Promise<void> => {
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
        for (const { MessageId = '', ReceiptHandle } of Messages) {
          doubtful.add(MessageId);
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          deleted.add(MessageId);
        }
      }
    };
    const workers = [send(), send(), send(), remove()].map((worker) => worker.catch(() => {}));
    await until('messages were sent and deleted', () => sent.size > 300 && deleted.size > 50);
    await service.kill();
    await Promise.all(workers);
    sqs.destroy();

    service = await startKillable('sqs', directory);
    sqs = new SQSClient(service.client);
    const found = await drain(sqs);
    sqs.destroy();
    const lost = [...sent].filter((id) => !found.has(id) && !doubtful.has(id));
    const risen = [...deleted].filter((id) => found.has(id));
    assert.deepEqual({ lost, risen }, { lost: [], risen: [] });
  });
});

async function drain(sqs: SQSClient): Promise<Set<string>> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'q' }));
  const found = new Set<string>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) return found;
    for (const { MessageId = '' } of Messages) found.add(MessageId);
  }
}
