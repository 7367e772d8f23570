import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { SqsService } from '../../../src/emulator/sqs/index.js';
import { sweepOutbox } from '../../../src/service/registration/sweep.js';
import type { Service } from '../../../src/service/service.js';
import { type Banks, startBanks } from '../../support/banks.js';
import { type OneService, serveOne } from '../../support/one-service.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { randomFrom } from '../../unit/boleto/random.js';
import { startService, type TestService, validBody } from './harness.js';
import { createByKey, openWorker, receiveFromQueue, type Work } from './kill-worker.js';

/** Outcomes of Bradesco's simulator: registered, HTTP 503 twice, in process until it is asked again, unavailable. */
const AMOUNTS = [2_000, 5_000_503, 93_005_999, 2_000, 93_005_116];
const ADDRESS = {
  zipcode: '01001000',
  street: 'Praça da Sé',
  street_number: '1',
  neighborhood: 'Sé',
  city: 'São Paulo',
  state: 'SP',
};
/** SBW_KILLS sets another number. */
const KILLS = Number(process.env.SBW_KILLS ?? 12);
const WORKERS = 3;
const WORKER = fileURLToPath(new URL('kill-worker.ts', import.meta.url));

describe('functions that are killed at random moments', function () {
  this.timeout(180_000);
  let server: TestPostgres;
  let database: TestService;
  let banks: Banks;
  let queues: OneService<SqsService>;
  let sqs: SQSClient;
  let work: Work;
  let ownerQueue: string;
  let service: Service;
  const originalEnvironment = { ...process.env };

  before(async () => {
    server = await startTestPostgres();
    database = await startService(server);
    banks = await startBanks();
    queues = await serveOne((context) => new SqsService(context));
    const { endpoint, region, credentials } = queues.client;
    process.env.AWS_ENDPOINT_URL = endpoint;
    process.env.AWS_REGION = region;
    process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
    sqs = new SQSClient(queues.client);
    const create = async (QueueName: string) =>
      (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
    const queueUrl = await create('boletos-to-register');
    await create('boletos-to-register-dead-letter');
    ownerQueue = await create('owner');
    const { host, port, user, password } = server;
    const name = database.settings.database.name;
    work = {
      server: { host, port, user, password },
      database: name,
      bradesco: banks.url('bradesco'),
      queueUrl,
    };
    service = openWorker(work);
  });
  after(async () => {
    await service?.database.close();
    process.env = originalEnvironment;
    await queues?.stop();
    await banks?.stop();
    await database?.close();
    await server?.stop();
  });

  it('lose nothing: each key has one row, each row one title, and each owner is notified', async () => {
    const random = randomFrom(Number(process.env.SBW_SEED ?? 7));
    const bodies = AMOUNTS.map((amount) =>
      validBody({ amount, issuer: 'bradesco', queue_url: ownerQueue, payer_address: ADDRESS }),
    );
    const requested = new Map<string, unknown>();
    await Promise.all(
      Array.from({ length: WORKERS }, async () => {
        for (let kill = 0; kill < KILLS / WORKERS; kill++) {
          const child = fork(WORKER, [], {
            env: { ...process.env, SBW_KILL_WORK: JSON.stringify({ ...work, bodies }) },
            execArgv: ['--import', 'tsx'],
            silent: true,
          });
          await announced(child, 1 + Math.floor(random() * 3), requested);
          await killAfter(child, random() * 200);
        }
      }),
    );
    const created = await database.sql('SELECT count(*)::int AS rows FROM boletos');
    await drain();
    await Promise.all([...requested].map(([key, body]) => createByKey(service, key, body)));
    await drain();

    const rows = await database.sql(
      `SELECT boletos.id, key, title_id, boletos.status FROM boletos LEFT JOIN idempotency_keys ON boleto_id = boletos.id`,
    );
    assert.deepEqual(new Set(rows.map(({ key }) => key)), new Set(requested.keys()));
    assert.equal(rows.length, requested.size);
    assert.deepEqual(
      rows.filter(({ status }) => status !== 'registered'),
      [],
    );
    const titles = await banks.counts('bradesco');
    assert.deepEqual(
      titles.filter(({ titles }) => titles !== 1),
      [],
    );
    assert.equal(titles.length, rows.length);
    const notified = await readOwnerQueue();
    assert.deepEqual([...notified.keys()].sort(), rows.map(({ id }) => id).sort());
    for (const [id, ids] of notified) assert.equal(ids.size, 1, `notification ids of ${id}`);
    assert.deepEqual(await database.sql('SELECT * FROM outbox'), []);
    assert.ok(Number(created[0]?.rows) > 0, 'the workers created boletos before they were killed');
  });

  /** Collects the keys that a worker announces, and waits until it has announced a number of them. */
  async function announced(child: ChildProcess, number: number, keys: Map<string, unknown>): Promise<void> {
    let left = number;
    await new Promise<void>((resolve) => {
      child.on('message', ({ key, body }: { key: string; body: unknown }) => {
        keys.set(key, body);
        left -= 1;
        if (left === 0) resolve();
      });
    });
  }

  async function killAfter(child: ChildProcess, milliseconds: number): Promise<void> {
    const gone = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    await gone;
    clearTimeout(timer);
    assert.equal(child.signalCode, 'SIGKILL');
  }

  /** Ends all leases and delays, and runs the functions until nothing is left to do. */
  async function drain(): Promise<void> {
    for (;;) {
      await database.sql(
        `UPDATE boletos SET registering_until = now() - interval '1 s' WHERE registering_until > now()`,
      );
      await database.sql(`UPDATE outbox SET due_at = now() - interval '1 s'`);
      await sweepOutbox(service.outbox, Date.now() + 20_000);
      while ((await receiveFromQueue(service)) > 0);
      const left = await database.sql(
        `SELECT 1 FROM outbox UNION ALL
         SELECT 1 FROM boletos WHERE register AND status IN ('issued', 'pending_registration') LIMIT 1`,
      );
      if (left.length === 0) return;
    }
  }

  /** Reads the owner's queue. Returns the ids of each boleto's notifications. */
  async function readOwnerQueue(): Promise<Map<string, Set<string>>> {
    const notified = new Map<string, Set<string>>();
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: ownerQueue, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return notified;
      for (const { Body = '', ReceiptHandle } of Messages) {
        const { boleto_id, status, notification_id } = JSON.parse(Body);
        assert.equal(status, 'registered');
        notified.set(boleto_id, (notified.get(boleto_id) ?? new Set()).add(notification_id));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: ownerQueue, ReceiptHandle }));
      }
    }
  }
});
