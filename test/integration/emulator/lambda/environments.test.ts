import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';
import { skipBecause } from '../../../support/skip.js';
import { until } from '../../../support/until.js';

const WHO =
  'let calls = 0; exports.handler = async (event) => { calls += 1; await new Promise((r) => setTimeout(r, event.wait ?? 0)); return { pid: process.pid, calls, setting: process.env.SETTING }; };';

describe("execution environments of the emulator's Lambda", () => {
  let stage: LambdaStage;
  beforeEach(async () => {
    stage = await startLambda();
  });
  afterEach(() => stage.stop());

  it('are reused by the next call', async () => {
    await stage.create('warm', WHO);
    const first = await stage.invoke('warm');
    const second = await stage.invoke('warm');
    assert.equal(second.payload.pid, first.payload.pid);
    assert.equal(second.payload.calls, 2);
  });

  it('run one call at a time, so concurrent calls run in different ones', async () => {
    await stage.create('wide', WHO);
    const answers = await Promise.all([1, 2, 3].map(() => stage.invoke('wide', { wait: 200 })));
    assert.equal(new Set(answers.map(({ payload }) => payload.pid)).size, 3);
    assert.deepEqual(
      answers.map(({ payload }) => payload.calls),
      [1, 1, 1],
    );
  });

  it('are limited for each function: further calls wait and are not refused', async () => {
    const small = await startLambda({ functionEnvironments: 2 });
    try {
      await small.create('busy', WHO);
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => small.invoke('busy', { wait: 100 })));
      const calls = answers.map(({ payload }) => payload.calls);
      assert.equal(new Set(answers.map(({ payload }) => payload.pid)).size, 2);
      assert.equal(calls.length, 5);
      assert.ok(Math.max(...calls) > 1, String(calls));
    } finally {
      await small.stop();
    }
  });

  it('are refused beyond the reserved concurrency, and free again once the caller has its answer', async () => {
    await stage.create('narrow', WHO);
    await stage.client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'narrow', ReservedConcurrentExecutions: 1 }),
    );
    const slow = stage.invoke('narrow', { wait: 500 });
    await until('the slow call runs', () => stage.logged.some(({ message }) => message.startsWith('START')));
    await assert.rejects(stage.invoke('narrow'), {
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await slow;
    for (let call = 0; call < 5; call += 1) await stage.invoke('narrow');
  });

  it("are refused beyond the account's concurrency", async () => {
    const small = await startLambda({ accountConcurrency: 1 });
    try {
      await small.create('one', WHO);
      const slow = small.invoke('one', { wait: 300 });
      await until('the slow call runs', () =>
        small.logged.some(({ message }) => message.startsWith('START')),
      );
      await assert.rejects(small.invoke('one'), { Reason: 'ConcurrentInvocationLimitExceeded' });
      await slow;
    } finally {
      await small.stop();
    }
  });

  it('are frozen between two calls', async () => {
    await stage.create(
      'ticker',
      'let ticks = 0; setInterval(() => { ticks += 1; }, 5); exports.handler = async () => ticks;',
    );
    const before = (await stage.invoke('ticker')).payload;
    await stage.create('other', WHO);
    await stage.invoke('other', { wait: 500 });
    const after = (await stage.invoke('ticker')).payload;
    assert.ok(after - before < 40, `${after - before} ticks in a pause of 100`);
  });

  it('are stopped by the kernel, together with the processes that the function started', async function () {
    if (process.platform !== 'linux') skipBecause(this, 'reads /proc, which only Linux has');
    await stage.create(
      'parent',
      'const child = require("child_process").spawn("sleep", ["60"]); exports.handler = async () => [process.pid, child.pid];',
    );
    const pids: number[] = (await stage.invoke('parent')).payload;
    await until('both processes are stopped', () => pids.every((pid) => stateOf(pid) === 'T'));
    assert.equal(pids.length, 2);
    await stage.stop();
    await until('both processes are gone', () =>
      pids.every((pid) => [undefined, 'Z'].includes(stateOf(pid))),
    );
  });

  it("end at the function's timeout; the next call runs in a new one", async () => {
    await stage.create(
      'hanging',
      'let calls = 0; exports.handler = async (e) => { calls += 1; if (e.hang) await new Promise(() => setInterval(() => {}, 1000)); return calls; };',
      { Timeout: 1 },
    );
    await stage.invoke('hanging');
    const { error, payload, tail } = await stage.invoke('hanging', { hang: true }, { tail: true });
    const id = /START RequestId: (\S+)/.exec(tail)?.[1];
    assert.equal(error, 'Unhandled');
    assert.deepEqual(payload, {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${id} Error: Task timed out after 1.00 seconds`,
    });
    assert.match(tail, new RegExp(`Z ${id} Task timed out after 1.00 seconds\n`));
    assert.match(tail, /\tStatus: timeout\t\n$/);
    assert.equal((await stage.invoke('hanging')).payload, 1);
  });

  it('repeat a slow initialization as part of the call', async () => {
    await stage.stop();
    stage = await startLambda({ initializationLimit: 400 });
    await stage.create(
      'slow',
      'const end = Date.now() + 60000; while (Date.now() < end); exports.handler = async () => 1;',
      { Timeout: 1 },
    );
    const { payload, tail } = await stage.invoke('slow', {}, { tail: true });
    assert.equal(payload.errorType, 'Sandbox.Timedout');
    const messages = stage.logged.map(({ message }) => message);
    assert.ok(
      messages.some((message) =>
        /^INIT_REPORT Init Duration: \d{3,}\.\d\d ms\tPhase: init\tStatus: timeout/.test(message),
      ),
      tail,
    );
  });

  it('are replaced after a change of the settings', async () => {
    await stage.create('changed', WHO, { Environment: { Variables: { SETTING: 'old' } } });
    const first = await stage.invoke('changed');
    await stage.client.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'changed',
        Environment: { Variables: { SETTING: 'new' } },
      }),
    );
    await until('the old process is gone', () => !stage.processes.has(first.payload.pid));
    await waitUntilFunctionUpdatedV2(
      { client: stage.client, maxWaitTime: 5, minDelay: 0.02, maxDelay: 0.05 },
      { FunctionName: 'changed' },
    );
    const { payload } = await stage.invoke('changed');
    assert.deepEqual([payload.setting, payload.calls], ['new', 1]);
  });

  it('end after their idle time', async () => {
    const short = await startLambda({ idleTime: 50 });
    try {
      await short.create('idle', WHO);
      await short.invoke('idle');
      await until('no process is left', () => short.processes.size === 0);
      assert.equal((await short.invoke('idle')).payload.calls, 1);
    } finally {
      await short.stop();
    }
  });

  it('are replaced when another process kills them', async () => {
    await stage.create('killed', WHO);
    const { pid } = (await stage.invoke('killed')).payload;
    process.kill(pid, 'SIGKILL');
    await until('the emulator noticed its end', () => !stage.processes.has(pid));
    const { error, payload } = await stage.invoke('killed');
    assert.deepEqual([error, payload.calls], [undefined, 1]);
  });

  it('have all ended when the service has stopped, even one that runs a call', async () => {
    await stage.create('left', WHO);
    const pids: number[] = (await Promise.all([1, 2].map(() => stage.invoke('left', { wait: 50 })))).map(
      ({ payload }) => payload.pid,
    );
    const cut = stage.client.send(new InvokeCommand({ FunctionName: 'left', Payload: '{"wait":60000}' }));
    cut.catch(() => undefined);
    await until(
      'the third call runs',
      () => stage.logged.filter(({ message }) => message.startsWith('START')).length === 3,
    );
    await stage.one.service.stop();
    assert.deepEqual([...stage.processes].filter(isAlive), []);
    assert.deepEqual(pids.filter(isAlive), []);
  });
});

function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
