import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { SqsService } from '../../../src/emulator/sqs/index.js';
import { queueStates, redrive } from '../../../src/queues/index.js';
import { serveOne } from '../../support/one-service.js';

const orders = { name: 'orders', visibilityTimeout: 60, delay: 0, maxReceives: 3 };
const project = { queues: { orders } };
const environment = { name: 'sandbox' };
const clock = { now: () => new Date(), sleep: async () => {} };

/** SQS's answer about a task. */
type Task = Record<string, unknown>;

describe('redrive, against an SQS endpoint over HTTP', () => {
  let server: Server;
  let sqs: SQSClient;
  let tasks: Task[];
  let asked: { operation: string; body: Record<string, unknown> }[];
  let lines: string[];
  /** Counts of the dead-letter queue: visible, in flight, delayed. */
  let counts: [number, number, number];

  beforeEach(async () => {
    asked = [];
    lines = [];
    counts = [70, 0, 0];
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
      asked.push({ operation, body });
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify(answer(operation, body)));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    sqs = new SQSClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    });
  });
  afterEach(() => {
    sqs.destroy();
    server.closeAllConnections();
    server.close();
  });

  function answer(operation: string, body: Record<string, string>): unknown {
    if (operation === 'GetQueueUrl') return { QueueUrl: `https://sqs/123456789012/${body.QueueName}` };
    if (operation === 'StartMessageMoveTask') return { TaskHandle: 'handle' };
    if (operation === 'ListMessageMoveTasks') return { Results: [tasks.shift()] };
    const name = body.QueueUrl?.split('/').at(-1) ?? '';
    const [visible, inFlight, delayed] = name.endsWith('-dead-letter') ? counts : [0, 0, 0];
    return {
      Attributes: {
        QueueArn: `arn:aws:sqs:us-east-1:123456789012:${name}`,
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(inFlight),
        ApproximateNumberOfMessagesDelayed: String(delayed),
      },
    };
  }
  const move = (more: { signal?: AbortSignal } = {}) =>
    redrive({
      ...{ sqs, project, environment, queue: 'orders', clock },
      report: (line) => lines.push(line),
      ...more,
    });

  it('starts one task to the queue, and waits for its end', async () => {
    tasks = [
      { Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 12 },
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 70 },
    ];
    assert.deepEqual(await move(), {
      from: 'sandbox-orders-dead-letter',
      to: 'sandbox-orders',
      moved: 70,
    });
    assert.deepEqual(lines, ['12 messages moved']);
    assert.deepEqual(
      asked.filter(({ operation }) => operation === 'StartMessageMoveTask').map(({ body }) => body),
      [
        {
          SourceArn: 'arn:aws:sqs:us-east-1:123456789012:sandbox-orders-dead-letter',
          DestinationArn: 'arn:aws:sqs:us-east-1:123456789012:sandbox-orders',
        },
      ],
    );
  });

  it('starts no task for an empty dead-letter queue', async () => {
    counts = [0, 0, 0];
    tasks = [];
    assert.deepEqual(await move(), { from: 'sandbox-orders-dead-letter', to: 'sandbox-orders', moved: 0 });
    assert.ok(asked.every(({ operation }) => operation !== 'StartMessageMoveTask'));
  });

  for (const given of [
    [0, 1, 0],
    [0, 0, 1],
  ] as [number, number, number][]) {
    it(`moves the message of the counts ${given.join(', ')}`, async () => {
      counts = given;
      tasks = [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }];
      assert.equal((await move()).moved, 1);
    });
  }

  it('waits while SQS cancels, and says that SQS gave no reason', async () => {
    tasks = [{ Status: 'CANCELLING' }, { Status: 'CANCELLED' }];
    await assert.rejects(move(), {
      code: 'REDRIVE_FAILED',
      message: /as CANCELLED, after 0 messages: no reason given\. /,
    });
    assert.deepEqual(lines, ['0 messages moved']);
  });

  it('says why SQS stopped, and how many messages it moved', async () => {
    tasks = [
      {
        Status: 'FAILED',
        ApproximateNumberOfMessagesMoved: 3,
        FailureReason: 'CouldNotDetermineMessageSource',
      },
    ];
    await assert.rejects(move(), {
      code: 'REDRIVE_FAILED',
      message:
        'SQS ended moving sandbox-orders-dead-letter as FAILED, after 3 messages: ' +
        'CouldNotDetermineMessageSource. What is left lies there still; run it again.',
    });
  });

  it('throws the reason of an aborted signal', async () => {
    tasks = [{ Status: 'RUNNING' }];
    const signal = AbortSignal.abort(new Error('stopped by hand'));
    await assert.rejects(move({ signal }), { message: 'stopped by hand' });
  });

  it('sends nothing to SQS for a queue that is not in the project', async () => {
    await assert.rejects(redrive({ sqs, project, environment, queue: 'toString', clock, report: () => {} }), {
      code: 'UNKNOWN_QUEUE',
      message: 'There is no queue "toString" in superbowleto.yml; there is orders.',
    });
    assert.deepEqual(asked, []);
  });
});

describe('queueStates', () => {
  it('counts the messages of each queue, followed by its dead-letter queue', async () => {
    const one = await serveOne((context) => new SqsService(context));
    const sqs = new SQSClient(one.client);
    try {
      await sqs.send(new CreateQueueCommand({ QueueName: 'sandbox-orders-dead-letter' }));
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'sandbox-orders' }));
      const send = (DelaySeconds: number) =>
        sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', DelaySeconds }));
      for (const delay of [0, 0, 0, 900]) await send(delay);
      await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
      const states = await queueStates({ sqs, project, environment });
      assert.deepEqual(
        states.map(({ queue, visible, in_flight, delayed }) => [queue, visible, in_flight, delayed]),
        [
          ['sandbox-orders', 2, 1, 1],
          ['sandbox-orders-dead-letter', 0, 0, 0],
        ],
      );
      assert.match(states[0]?.arn ?? '', /^arn:aws:sqs:.*:sandbox-orders$/);
    } finally {
      sqs.destroy();
      await one.stop();
    }
  });

  it('names the queue that does not exist', async () => {
    const one = await serveOne((context) => new SqsService(context));
    const sqs = new SQSClient(one.client);
    try {
      await sqs.send(new CreateQueueCommand({ QueueName: 'sandbox-orders' }));
      await assert.rejects(queueStates({ sqs, project, environment }), {
        code: 'QUEUE_NOT_FOUND',
        message: 'There is no queue sandbox-orders-dead-letter: Terraform makes it, or sbw local start.',
      });
    } finally {
      sqs.destroy();
      await one.stop();
    }
  });
});
