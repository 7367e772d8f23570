// An execution environment of all functions, for ./kill.test.ts to kill. In a loop it sends its parent the next key,
// creates a boleto with it, receives from the queue, and sweeps the outbox.
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { postBoleto } from '../../../src/service/api/boletos.js';
import { createOutbox } from '../../../src/service/boletos/outbox.js';
import { createQueueUrlCheck } from '../../../src/service/boletos/queue-url.js';
import type { WalletFields } from '../../../src/service/issuers/wallet.js';
import { processBatch } from '../../../src/service/registration/process-batch.js';
import { createQueues } from '../../../src/service/registration/queue.js';
import { sweepOutbox } from '../../../src/service/registration/sweep.js';
import type { Service } from '../../../src/service/service.js';
import { providersOf } from '../../support/banks.js';
import { call, type Login, openService } from './harness.js';

export interface Work {
  readonly server: Login;
  readonly database: string;
  readonly bradesco: string;
  readonly queueUrl: string;
}

/** Opens the service with real queues and the simulated bank. */
export function openWorker({ server, database, bradesco, queueUrl }: Work): Service {
  const service = openService(server, database);
  const settings = {
    ...service.settings,
    boletosToRegisterQueueUrl: queueUrl,
    sqsEndpoint: process.env.AWS_ENDPOINT_URL,
  };
  return {
    ...service,
    settings,
    outbox: createOutbox(service.database, createQueues().send, queueUrl),
    providers: providersOf({ url: () => bradesco }),
    isAllowedQueue: createQueueUrlCheck(settings),
  };
}

const sqs = new SQSClient();

/**
 * Processes messages as an event source mapping does: those that failed stay in the queue.
 *
 * @returns how many messages it received
 */
export async function receiveFromQueue(service: Service): Promise<number> {
  const { boletosToRegisterQueueUrl: QueueUrl } = service.settings;
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 2 }),
  );
  const Records = Messages.map(({ MessageId = '', Body = '' }) => ({ messageId: MessageId, body: Body }));
  const { batchItemFailures } = await processBatch(
    { Records },
    { ...service, deadline: Date.now() + 20_000 },
  );
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { MessageId = '', ReceiptHandle } of Messages) {
    if (!failed.has(MessageId)) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.length;
}

export function createByKey(service: Service, key: string, body: unknown) {
  const event = { method: 'POST', body, headers: { 'idempotency-key': key } };
  return call((request) => postBoleto(service, request), event);
}

const work = process.env.SBW_KILL_WORK;
if (process.argv[1] === import.meta.filename && work) {
  const { bodies, ...rest } = JSON.parse(work) as Work & { bodies: unknown[] };
  const service = openWorker(rest);
  for (let number = 0; ; number++) {
    const key = `${process.pid}-${number}`;
    const body = bodies[number % bodies.length];
    process.send?.({ key, body });
    // As under contention: each worker takes numbers from blocks of its own.
    service.repository.titleIds.contended(body as WalletFields);
    await createByKey(service, key, body);
    await receiveFromQueue(service);
    await sweepOutbox(service.outbox, Date.now() + 20_000);
  }
}
