import assert from 'node:assert/strict';
import { systemClock } from '../../../src/clock.js';
import { type DeployResult, type RollbackResult, rollback } from '../../../src/deploy/index.js';
import { findLockHolder, unlock } from '../../../src/operations/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import { type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';
import { aMinuteLater, type FrozenHolder, freezeAt, type SentCall } from '../../support/frozen-holder.js';

const isCommand =
  (name: string) =>
  ({ command }: SentCall) =>
    command === name;

const LOCK = { environment: 'test', operation: 'deploy' } as const;

/** The stalled process makes no heartbeats, so that only the revisions of the aliases can keep it from moving them. */
describe('a deploy that stalls until another process has taken its lock', function () {
  this.timeout(60_000);
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
    for (let count = 0; count < 2; count += 1) {
      stage.commitAnswer();
      await stage.deploy('main');
    }
  });
  after(() => stage?.remove());

  async function freeze(at: (call: SentCall) => boolean): Promise<FrozenHolder> {
    return freezeAt(selectEnvironment(await stage.project()), at);
  }

  /** Deploys a new answer, while the stalled process sleeps, as a process whose clock is a minute ahead. */
  async function deployFresh(options = { clock: aMinuteLater }): Promise<string> {
    const text = stage.commitAnswer();
    const { state } = await stage.deploy('main', { who: 'bia', ...options });
    assert.equal(state, 'released');
    return text;
  }

  const assertAllAnswer = async (text: string) =>
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => text),
    );

  /**
   * Runs `meanwhile` while a deploy stalls before one of its calls, and then lets the deploy go on. Checks that it moves
   * no alias and that the lock is free in the end.
   *
   * @returns result or error of the deploy that stalled
   */
  async function stalled<Result>(
    at: (call: SentCall) => boolean,
    meanwhile: () => Promise<Result>,
  ): Promise<{ ended: DeployResult | (Error & { code?: string }); meanwhile: Result }> {
    stage.commitAnswer();
    const commit = stage.repository.git('rev-parse', 'HEAD');
    const { clients, clock, frozen, thaw } = await freeze(at);
    const deploying = stage.deploy(commit, { clients, clock, who: 'ana' }).catch((error: Error) => error);
    await Promise.race([frozen, deploying.then(() => assert.fail('the deploy did not stall'))]);
    const result = await meanwhile();
    const before = await stage.versions();
    thaw();
    const ended = await deploying;
    clients.close();
    assert.deepEqual(await stage.versions(), before);
    assert.equal(await findLockHolder(stage.table, LOCK), undefined);
    return { ended, meanwhile: result };
  }

  /** Checks that no alias was moved, and that each reason says that something else had changed the alias. */
  async function assertAllRefused({ state, functions }: DeployResult | RollbackResult): Promise<void> {
    assert.equal(state, 'failed');
    const versions = await stage.versions();
    assert.deepEqual(
      functions.map(({ status, reason }) => [status, reason]),
      FUNCTIONS.map((name, index) => [
        'failed',
        `alias current of test-sample-${name} was changed by something else: it points at version ${versions[index]}`,
      ]),
    );
  }

  it('ends with LOCK_LOST when it stalled before it read the aliases', async () => {
    const { ended, meanwhile: text } = await stalled(isCommand('GetAlias'), deployFresh);
    assert.equal((ended as { code?: string }).code, 'LOCK_LOST');
    await assertAllAnswer(text);
  });

  it('moves no alias when it stalled before it updated the code', async () => {
    const { ended, meanwhile: text } = await stalled(isCommand('UpdateFunctionCode'), deployFresh);
    await assertAllRefused(ended as DeployResult);
    await assertAllAnswer(text);
  });

  it('publishes nothing when it stalled before it published', async () => {
    const { ended, meanwhile: text } = await stalled(isCommand('PublishVersion'), deployFresh);
    const { state, functions } = ended as DeployResult;
    assert.equal(state, 'failed');
    assert.match(
      functions[0]?.reason ?? '',
      /^test-sample-one has code with SHA-256 \S+, not \S+ of sample\//,
    );
    await assertAllAnswer(text);
  });

  it('moves no alias when it stalled before it moved the first one', async () => {
    const { ended, meanwhile: text } = await stalled(isCommand('UpdateAlias'), deployFresh);
    await assertAllRefused(ended as DeployResult);
    await assertAllAnswer(text);
  });

  it('moves no alias when the other deploy moved none either, because all was in service already', async () => {
    const current = stage.repository.git('rev-parse', 'HEAD');
    const { ended } = await stalled(isCommand('UpdateFunctionCode'), async () => {
      const { state } = await stage.deploy(current, { clock: aMinuteLater, who: 'bia' });
      assert.equal(state, 'unchanged');
    });
    await assertAllRefused(ended as DeployResult);
  });

  it('moves no alias when its lock was freed by force', async () => {
    const isFourth = ({ command, functionName }: SentCall) =>
      command === 'UpdateAlias' && functionName === 'test-sample-four';
    const { ended, meanwhile: text } = await stalled(isFourth, async () => {
      await unlock({ ...stage.table, ...LOCK, force: true });
      return await deployFresh({ clock: systemClock });
    });
    const { state, functions } = ended as DeployResult;
    const [, , , version] = await stage.versions();
    assert.equal(state, 'failed');
    assert.equal(
      functions[3]?.reason,
      `alias current of test-sample-four was changed by something else: it points at version ${version}`,
    );
    assert.deepEqual(
      functions.map(({ status }) => status),
      FUNCTIONS.map(() => 'failed'),
    );
    await assertAllAnswer(text);
  });

  it('leaves the newest entry of the log alone when it stalled before it closed its own', async () => {
    const { ended, meanwhile: text } = await stalled(isCommand('UpdateItem'), deployFresh);
    assert.equal((ended as DeployResult).state, 'released');
    const [newest, earlier] = await stage.releases(2);
    assert.deepEqual([newest?.who, newest?.state], ['bia', 'released']);
    assert.deepEqual([earlier?.id, earlier?.state], [(ended as DeployResult).release, 'released']);
    await assertAllAnswer(text);
  });

  it('moves no alias as a rollback', async () => {
    const { clients, clock, frozen, thaw } = await freeze(isCommand('UpdateAlias'));
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const ended = rollback({ project, environment, clients, clock, who: 'ana' });
    await Promise.race([frozen, ended.then((result) => assert.fail(JSON.stringify(result)))]);
    const text = await deployFresh();
    thaw();
    await assertAllRefused(await ended);
    clients.close();
    await assertAllAnswer(text);
  });
});
