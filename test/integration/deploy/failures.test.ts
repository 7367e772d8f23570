import assert from 'node:assert/strict';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import type { Call } from '../../../src/local/index.js';
import {
  ACCESS_DENIED,
  type DeployStage,
  FUNCTIONS,
  isAliasMove,
  startDeployStage,
} from '../../support/deploy-stage.js';

/** Failures after the first change. Every function must serve the new version, or every one the old. */
describe('deploy when Lambda fails', () => {
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
    await stage.deploy('main');
  });
  after(() => stage?.remove());
  afterEach(() => {
    stage.faults = () => undefined;
  });

  it('keeps a version out of service that fails when it is invoked', async () => {
    const before = { answers: await stage.answers(), versions: await stage.versions() };
    stage.repository.commit({ 'src/index.js': "throw new Error('cannot even start');\n" });
    const result = await stage.deploy('main');
    assert.equal(result.state, 'failed');
    assert.match(
      result.functions[0]?.reason ?? '',
      /^version \d+ of test-sample-one fails when it is invoked: Error: cannot even start$/,
    );
    assert.deepEqual({ answers: await stage.answers(), versions: await stage.versions() }, before);
  });

  it('moves every alias back when one cannot be moved, and completes when it is run again', async () => {
    const before = { answers: await stage.answers(), versions: await stage.versions() };
    const text = stage.commitAnswer();
    let refused = 0;
    stage.faults = (call) => {
      if (!isAliasMove(call, 'three')) return undefined;
      refused += 1;
      return ACCESS_DENIED;
    };
    const result = await stage.deploy('main');
    assert.ok(refused > 0);
    assert.equal(result.state, 'reverted');
    assert.deepEqual(
      result.functions.map(({ name, status, version }) => [name, status, version]),
      FUNCTIONS.map((name, index) => [
        name,
        name === 'three' ? 'failed' : 'reverted',
        before.versions[index],
      ]),
    );
    assert.match(result.functions[2]?.reason ?? '', /^AccessDeniedException: /);
    assert.deepEqual({ answers: await stage.answers(), versions: await stage.versions() }, before);
    const [release] = await stage.releases(1);
    assert.equal(release?.state, 'reverted');

    stage.faults = () => undefined;
    assert.equal((await stage.deploy('main')).state, 'released');
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => text),
    );
  });

  it('moves no alias when one function cannot be updated', async () => {
    const before = { answers: await stage.answers(), versions: await stage.versions() };
    stage.commitAnswer();
    stage.faults = ({ method, path }) =>
      method === 'PUT' && path.endsWith('/functions/test-sample-two/code') ? ACCESS_DENIED : undefined;
    const result = await stage.deploy('main');
    assert.equal(result.state, 'failed');
    assert.deepEqual(
      result.functions.map(({ status }) => status),
      FUNCTIONS.map((name) => (name === 'two' ? 'failed' : 'not-started')),
    );
    assert.match(result.functions[0]?.reason ?? '', /^version \d+ is ready, the alias was not moved$/);
    assert.deepEqual({ answers: await stage.answers(), versions: await stage.versions() }, before);
  });

  it('retries while a function is throttled or has another update in progress', async () => {
    const text = stage.commitAnswer();
    let conflicts = 0;
    stage.faults = ({ method, path }) => {
      if (method !== 'PUT' || !path.endsWith('/code') || conflicts >= 4) return undefined;
      conflicts += 1;
      return conflicts % 2 === 0
        ? { type: 'error', code: 'TooManyRequestsException', status: 429 }
        : { type: 'error', code: 'ResourceConflictException', status: 409 };
    };
    assert.equal((await stage.deploy('main')).state, 'released');
    assert.equal(conflicts, 4);
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => text),
    );
  });

  it('does not fail when answers are lost', async () => {
    const text = stage.commitAnswer();
    const lost = new Set<string>();
    stage.faults = ({ method, path }) => {
      if (!['PUT', 'POST'].includes(method) || !/\/(code|versions|aliases\/current)$/.test(path))
        return undefined;
      if (lost.has(path)) return undefined;
      lost.add(path);
      return { type: 'lost-answer' };
    };
    const { state } = await stage.deploy('main');
    assert.equal(lost.size, 3 * FUNCTIONS.length);
    assert.equal(state, 'released');
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => text),
    );
  });

  it('reports an alias that something else moved meanwhile, and moves the others back', async () => {
    const before = await stage.versions();
    stage.commitAnswer();
    let moved = false;
    const { lambda } = stage.connection;
    const result = await stage.deploy('main', {
      report: (line) => {
        if (moved || !line.startsWith('The artifact is')) return;
        moved = true;
        const command = { FunctionName: 'test-sample-one', Name: 'current', FunctionVersion: '1' };
        elsewhere = lambda.send(new UpdateAliasCommand(command));
      },
    });
    await elsewhere;
    assert.equal(result.state, 'reverted');
    assert.equal(
      result.functions[0]?.reason,
      'alias current of test-sample-one was changed by something else: it points at version 1',
    );
    assert.deepEqual(await stage.versions(), ['1', ...before.slice(1)]);
  });
  let elsewhere: Promise<unknown> = Promise.resolve();

  it('moves an alias back when the answer of its move was lost and it could not be read', async () => {
    const before = await stage.answers();
    stage.commitAnswer();
    const isAliasRead = ({ method, path }: Call, name: string) =>
      method === 'GET' && path.includes(`/functions/test-sample-${name}/aliases/current`);
    let moves = 0;
    let reads = 0;
    stage.faults = (call) => {
      if (isAliasMove(call, 'three')) return moves++ === 0 ? { type: 'lost-answer' } : undefined;
      return moves > 0 && isAliasRead(call, 'three') && reads++ === 0 ? ACCESS_DENIED : undefined;
    };
    const { state, functions } = await stage.deploy('main');
    assert.ok(moves > 1 && reads > 1, `${moves} moves, ${reads} reads`);
    assert.equal(state, 'reverted');
    assert.match(functions[2]?.reason ?? '', /may have been moved/);
    assert.deepEqual(await stage.answers(), before);
  });

  it('reports mixed functions when an alias can be moved but not moved back', async () => {
    await stage.deploy('main');
    stage.commitAnswer();
    const moves = new Map<string, number>();
    stage.faults = (call) => {
      if (isAliasMove(call, 'three')) return ACCESS_DENIED;
      if (!isAliasMove(call, 'one')) return undefined;
      moves.set('one', (moves.get('one') ?? 0) + 1);
      return moves.get('one') === 1 ? undefined : ACCESS_DENIED;
    };
    const { state, functions } = await stage.deploy('main');
    assert.equal(state, 'mixed');
    assert.deepEqual(
      functions.map(({ status }) => status),
      FUNCTIONS.map((name) => ({ one: 'updated', three: 'failed' })[name] ?? 'reverted'),
    );
    assert.match(
      functions[0]?.reason ?? '',
      /^could not be put back to version \d+: AccessDeniedException: /,
    );
  });

  it('moves everything back when it is interrupted while one alias is busy', async () => {
    await stage.deploy('main');
    const before = { answers: await stage.answers(), versions: await stage.versions() };
    stage.commitAnswer();
    const interruption = new AbortController();
    stage.faults = (call) => {
      if (!isAliasMove(call, 'two')) return undefined;
      interruption.abort(new Error('interrupted by the test'));
      return { type: 'error', code: 'ResourceConflictException', status: 409 };
    };
    await assert.rejects(stage.deploy('main', { signal: interruption.signal }), {
      message: 'interrupted by the test',
    });
    assert.equal(stage.reported.at(-1), 'Interrupted: every function serves what it served before');
    assert.deepEqual({ answers: await stage.answers(), versions: await stage.versions() }, before);
    const [release] = await stage.releases(1);
    assert.equal(release?.state, 'interrupted');
  });

  it('warns, and does not fail, when the release log cannot be written', async () => {
    const text = stage.commitAnswer();
    let updates = 0;
    stage.faults = ({ service, operation }) => {
      if (service !== 'dynamodb' || operation !== 'UpdateItem') return undefined;
      updates += 1;
      return { type: 'error', code: 'AccessDeniedException', status: 400 };
    };
    const { state } = await stage.deploy('main');
    assert.equal(state, 'released');
    assert.ok(updates > 0);
    assert.ok(
      stage.reported.some((line) =>
        line.startsWith('Warning: the release log could not be brought up to date'),
      ),
    );
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => text),
    );
  });
});
