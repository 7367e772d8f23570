import assert from 'node:assert/strict';
import type { Catalog } from '../../../../src/emulator/lambda/catalog.js';
import type { AsynchronousQueue } from '../../../../src/emulator/lambda/execution/asynchronous.js';
import type { ExecutionHost } from '../../../../src/emulator/lambda/execution/host.js';
import { Invoker } from '../../../../src/emulator/lambda/invoker.js';

const target = (change: 'create' | 'update', readyAt: number) => ({
  arn: 'arn:f',
  version: { change, readyAt },
});

/** An invoker of one function, at the time 100, and what it ran and queued. */
function invoker(change: 'create' | 'update' = 'create', readyAt = 100) {
  const ran: unknown[] = [];
  const queued: unknown[] = [];
  const catalog = { now: () => 100, resolve: () => target(change, readyAt) } as unknown as Catalog;
  const host = { run: async (...given: unknown[]) => ran.push(given) } as unknown as ExecutionHost;
  const queue = { add: async (...given: unknown[]) => queued.push(given) } as unknown as AsynchronousQueue;
  return { invoker: new Invoker(catalog, host, queue), ran, queued };
}

/** A request whose payload is a JSON string of so many bytes. */
const request = (bytes: number) => ({
  requestId: '1',
  payload: Buffer.from(`"${'x'.repeat(bytes - 2)}"`),
  clientContext: undefined,
});
const tooLarge = (bytes: number, type: string, limit: number) => ({
  code: 'RequestTooLargeException',
  status: 413,
  message: `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
});

describe('Invoker', () => {
  it('runs payloads up to 6 MiB', async () => {
    const { invoker: one, ran } = invoker();
    const largest = request(6_291_456);
    await one.invoke('f', largest);
    assert.deepEqual(ran, [[target('create', 100), largest]]);
    await assert.rejects(
      one.invoke('f', request(6_291_457)),
      tooLarge(6_291_457, 'RequestResponse', 6_291_456),
    );
    assert.equal(ran.length, 1);
  });

  it('queues events up to 1 MiB', async () => {
    const { invoker: one, queued } = invoker();
    const largest = request(1_048_576);
    await one.enqueue('f', largest);
    assert.deepEqual(queued, [['arn:f', largest]]);
    await assert.rejects(one.enqueue('f', request(1_048_577)), tooLarge(1_048_577, 'Event', 1_048_576));
    assert.equal(queued.length, 1);
  });

  it('refuses a payload that is no JSON', async () => {
    const bad = { ...request(2), payload: Buffer.from('{') };
    const { invoker: one, ran, queued } = invoker();
    await assert.rejects(one.invoke('f', bad), { code: 'InvalidRequestContentException' });
    await assert.rejects(one.enqueue('f', bad), { code: 'InvalidRequestContentException' });
    assert.deepEqual([ran, queued], [[], []]);
  });

  it('runs no function that is being created, but one that is being updated', async () => {
    const creating = invoker('create', 101).invoker;
    for (const call of [creating.invoke('f', request(2)), creating.enqueue('f', request(2))]) {
      await assert.rejects(call, {
        code: 'ResourceConflictException',
        message:
          'The operation cannot be performed at this time. The function is currently in the following state: Pending',
      });
    }
    const { invoker: updating, ran } = invoker('update', 101);
    await updating.invoke('f', request(2));
    assert.equal(ran.length, 1);
  });
});
