import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { form, RouterStage } from './router-stage.js';

describe('Router with a fault', () => {
  let stage: RouterStage;

  beforeEach(async () => {
    stage = await RouterStage.start();
  });
  afterEach(() => stage.close());

  it('describes the call', async () => {
    const headers = { 'x-amz-target': 'Kms.ListKeys', 'x-amz-security-token': 'f-session' };
    await stage.signed('kms', { headers, body: '{"a":1}' });
    await stage.signed('kms', { headers: form, body: 'Action=Get&Version=1' });
    await stage.signed('kms', { headers: form, body: 'Version=1' });
    await stage.send('/bank/title?x=1');
    assert.deepEqual(
      stage.calls.map((call) => ({ ...call, body: call.body.toString() })),
      [
        {
          service: 'kms',
          operation: 'ListKeys',
          method: 'POST',
          path: '/',
          session: 'f-session',
          body: '{"a":1}',
        },
        {
          service: 'kms',
          operation: 'Get',
          method: 'POST',
          path: '/',
          session: undefined,
          body: 'Action=Get&Version=1',
        },
        { service: 'kms', operation: '', method: 'POST', path: '/', session: undefined, body: 'Version=1' },
        {
          service: 'bank',
          operation: '',
          method: 'GET',
          path: '/bank/title',
          session: undefined,
          body: '',
        },
      ],
    );
  });

  it('answers an error without doing the call', async () => {
    stage.fault = { type: 'error', code: 'ThrottlingException', status: 400 };
    const { status, body } = await stage.signed('kms');
    assert.deepEqual([status, body], [400, 'kms: ThrottlingException: A fault that was asked for.']);
    assert.deepEqual(stage.received, []);
  });

  it('delays a call', async () => {
    stage.fault = { type: 'delay', milliseconds: 5000 };
    const answer = stage.send('/');
    await stage.clock.slept();
    await stage.clock.advance(4999);
    assert.deepEqual(stage.received, []);
    await stage.clock.advance(1);
    assert.equal((await answer).body, 'done');
  });

  for (const [type, isDone] of [
    ['reset', false],
    ['lost-answer', true],
  ] as const) {
    it(`breaks the connection ${isDone ? 'after' : 'before'} the call, for ${type}`, async () => {
      stage.fault = { type };
      await assert.rejects(stage.send('/'), { code: 'ECONNRESET' });
      assert.deepEqual([stage.received.length, stage.reports], [isDone ? 1 : 0, []]);
    });
  }

  for (const done of [true, false]) {
    it(`keeps the connection open without an answer, ${done ? 'after' : 'before'} the call`, async () => {
      stage.fault = { type: 'silence', done };
      const socket = connect(stage.port, '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += String(chunk);
      });
      socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
      // Another request on another connection is answered: the silent one had its turn.
      while (stage.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
      stage.fault = undefined;
      assert.equal((await stage.send('/')).body, 'done');
      assert.deepEqual([text, socket.readyState, stage.received.length], ['', 'open', done ? 2 : 1]);
      socket.destroy();
    });
  }
});
