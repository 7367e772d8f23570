import assert from 'node:assert/strict';
import { type DeployResult, rollback } from '../../../src/deploy/index.js';
import { unlock } from '../../../src/operations/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';
import { aMinuteLater, type FrozenHolder, freezeAt, type SentCall } from '../../support/frozen-holder.js';

const isMove =
  (name: string) =>
  ({ command, functionName }: SentCall) =>
    command === 'UpdateAlias' && functionName === `test-sample-${name}`;

describe('a deploy that stood still until its lease was taken', function () {
  this.timeout(60_000);
  let place: DeployStage;
  let next = 0;
  /** Commit in service. */
  let current = '';

  before(async () => {
    place = await startDeployStage();
    place.repository.commit({ 'src/index.js': answering('first') });
    await place.deploy('main');
    place.repository.commit({ 'src/index.js': answering('second') });
    await place.deploy('main');
  });
  after(() => place?.remove());

  async function freeze(at: (call: SentCall) => boolean): Promise<FrozenHolder> {
    return freezeAt(selectEnvironment(await place.project()), at);
  }

  function commit(text: string): string {
    next += 1;
    return place.repository.commit({ 'src/index.js': answering(`${text} ${next}`) });
  }

  /** What the stale deploy came to, after `meanwhile` was done while it stood still. */
  async function overtaken(at: (call: SentCall) => boolean, meanwhile: () => Promise<unknown>) {
    const stale = commit('stale');
    const { clients, clock, frozen, thaw } = await freeze(at);
    const ended = place.deploy(stale, { clients, clock, who: 'ana' }).catch((error: Error) => error);
    await Promise.race([frozen, ended]);
    await meanwhile();
    const before = await place.versions();
    thaw();
    const outcome = await ended;
    clients.close();
    assert.deepEqual(await place.versions(), before);
    return outcome;
  }

  it('moves no alias when it stood still before it had read them', async () => {
    const outcome = await overtaken(
      ({ command }) => command === 'GetAlias',
      async () => {
        current = commit('fresh');
        await place.deploy(current, { clock: aMinuteLater, who: 'bia' });
      },
    );
    assert.equal((outcome as { code?: string }).code, 'LOCK_LOST');
    assert.deepEqual(
      await place.answers(),
      FUNCTIONS.map(() => `fresh ${next}`),
    );
  });

  it('moves no alias although the second deploy moved none: all was in service already', async () => {
    const outcome = await overtaken(
      ({ command }) => command === 'UpdateFunctionCode',
      async () => {
        const { state } = await place.deploy(current, { clock: aMinuteLater, who: 'bia' });
        assert.equal(state, 'unchanged');
      },
    );
    const { state, functions } = outcome as DeployResult;
    assert.equal(state, 'failed');
    const version = (await place.versions())[0];
    assert.equal(
      functions[0]?.reason,
      `alias current of test-sample-one was changed by something else: it points at version ${version}`,
    );
  });

  it('moves no alias when its lock was freed by force', async () => {
    await overtaken(isMove('four'), async () => {
      const { dynamodb } = place.connection;
      await unlock({ dynamodb, table: 'operations', environment: 'test', operation: 'deploy', force: true });
      await place.deploy(commit('fresh'), { who: 'bia' });
    });
    assert.deepEqual(
      await place.answers(),
      FUNCTIONS.map(() => `fresh ${next}`),
    );
  });

  it('moves no alias as a rollback', async () => {
    const { clients, clock, frozen, thaw } = await freeze(({ command }) => command === 'UpdateAlias');
    const project = await place.project();
    const environment = selectEnvironment(project);
    const ended = rollback({ project, environment, clients, clock, who: 'ana' });
    await Promise.race([frozen, ended.then((result) => assert.fail(JSON.stringify(result)))]);
    await place.deploy(commit('fresh'), { clock: aMinuteLater, who: 'bia' });
    thaw();
    await ended.catch(() => undefined);
    clients.close();
    assert.deepEqual(
      await place.answers(),
      FUNCTIONS.map(() => `fresh ${next}`),
    );
  });
});
