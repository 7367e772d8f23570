import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { listReleases } from '../../../src/operations/index.js';
import type { Project } from '../../../src/project/index.js';
import { answering, type DeployStage, startDeployStage } from '../../support/deploy-stage.js';
import { BOT, FakeSlack } from '../../support/fake-slack.js';
import { ANA, BIA, CAIO, GROUP, permissions, type SlackBot, startBot } from '../../support/slack-bot.js';
import { until } from '../../support/until.js';

const FUNCTIONS = ['one', 'two'];

describe('sbw chat in Slack, on the stage', () => {
  let stage: DeployStage;
  let slack: FakeSlack;
  let bot: SlackBot;
  let cache: string | undefined;

  before(async () => {
    stage = await startDeployStage({ functions: FUNCTIONS });
    cache = process.env.SBW_CACHE;
    process.env.SBW_CACHE = stage.cache;
    slack = await FakeSlack.start();
    Object.assign(slack.names, { [ANA]: 'Ana Lima', [BIA]: 'Bia Reis', [CAIO]: 'Caio' });
    slack.groups[GROUP] = [BIA];
  });
  afterEach(async () => {
    await bot?.stop();
  });
  after(async () => {
    if (cache === undefined) delete process.env.SBW_CACHE;
    else process.env.SBW_CACHE = cache;
    await slack?.stop();
    await stage?.remove();
  });

  /** Returns the project, with its only environment protected or not. */
  async function project(isProtected: boolean): Promise<Project> {
    const loaded = await stage.project();
    const { test } = loaded.environments;
    assert.ok(test);
    return {
      ...loaded,
      environments: { test: { ...test, protected: isProtected } },
      chat: { ...permissions('test'), names: { production: 'test' } },
    };
  }

  const ask = (user: string, sentence: string, thread_ts?: string) =>
    slack.say({ user, text: `<@${BOT}> ${sentence}`, ...(thread_ts ? { thread_ts } : {}) });

  async function lastRelease() {
    const table = { dynamodb: stage.connection.dynamodb, table: 'operations' };
    const [release] = await listReleases(table, 'test', { limit: 1 });
    return release;
  }

  it('deploys, and shows in the thread the progress, the outcome and who asked', async () => {
    bot = await startBot(slack, await project(false));
    const commit = stage.repository.commit({ 'src/index.js': answering('second') });
    const thread = await ask(ANA, 'deploy sample/main to production');
    const { text } = await slack.answered(thread, /^(Done|Failed)\. /);
    assert.match(
      text,
      new RegExp(
        `^Done\\. main \\(commit ${commit}\\) is in service in test: 2 updated\\.\\n` +
          'It took \\d+ s\\. Asked for by Ana Lima \\(U0ANA\\)\\.$',
      ),
    );
    const progress = await slack.answered(thread, /^Done: deploy sample\/main to test\n```/);
    assert.match(progress.text, new RegExp(`^main is commit ${commit}$`, 'm'));
    assert.match(progress.text, /^The artifact is s3:/m);
    assert.ok(progress.changes >= 1);
    assert.deepEqual(slack.inThread(thread).length, 2);
    assert.deepEqual(await stage.answers(), ['second', 'second']);
    const release = await lastRelease();
    assert.deepEqual(
      { who: release?.who, commit: release?.commit, host: release?.host, state: release?.state },
      { who: 'Ana Lima (U0ANA)', commit, host: hostname(), state: 'released' },
    );
  });

  it('refuses to migrate where there is no function for it', async () => {
    bot = await startBot(slack, await project(false));
    const thread = await ask(ANA, 'deploy sample/main to test and migrate');
    const { text } = await slack.answered(thread, /^(Done|Failed)\. /);
    assert.match(text, /^Failed\. Environment test has no function migrate-database/);
  });

  it('answers what is in service to a person who may ask', async () => {
    bot = await startBot(slack, await project(true));
    const thread = await ask(CAIO, 'status');
    await slack.answered(thread, /^test:\n```\nAll 2 functions of test serve main \(commit /);
    const refused = await ask(CAIO, 'releases');
    await slack.answered(refused, /^Caio \(U0CAIO\) may not ask for releases of any environment from here/);
  });

  it('deploys exactly the commit that was shown, after a second person confirms', async () => {
    bot = await startBot(slack, await project(true));
    const commit = stage.repository.commit({ 'src/index.js': answering('third') });
    const thread = await ask(ANA, 'deploy sample/main to production');
    const question = await slack.answered(thread, /asks to deploy/);
    const words =
      'Ana Lima (U0ANA) asks to deploy sample/main to test. Another person who may do that has 10 minutes to say here: ' +
      `@sharon confirm. To give it up: @sharon cancel.\n\`\`\`\nmain (commit ${commit}) would change 2 of 2 functions in test:\n`;
    assert.equal(question.text.slice(0, words.length), words);
    assert.deepEqual(await stage.answers(), ['second', 'second']);
    // This commit comes after the plan and must not be deployed.
    stage.repository.commit({ 'src/index.js': answering('sneaked in') });
    await ask(BIA, 'confirm', thread);
    const { text } = await slack.answered(thread, /^(Done|Failed)\. /);
    assert.match(text, /Asked for by Ana Lima \(U0ANA\), confirmed by Bia Reis \(U0BIA\)\.$/);
    assert.deepEqual(await stage.answers(), ['third', 'third']);
    const release = await lastRelease();
    assert.deepEqual(
      { who: release?.who, commit: release?.commit },
      { who: 'Ana Lima (U0ANA), confirmed by Bia Reis (U0BIA)', commit },
    );
    await ask(BIA, 'confirm', thread);
    await slack.answered(thread, /^Nothing waits for a confirmation in this thread\.$/);
  });

  it('does nothing when another release came between the plan and its confirmation', async () => {
    bot = await startBot(slack, await project(true));
    stage.repository.commit({ 'src/index.js': answering('fourth') });
    const thread = await ask(ANA, 'deploy sample/main to test');
    const back = await ask(ANA, 'rollback sample in test');
    await slack.answered(thread, /asks to deploy/);
    const shown = await slack.answered(back, /asks to rollback test/);
    assert.match(
      shown.text,
      /^test would go back to main \(commit [0-9a-f]{40}\), release [0-9a-f]{8}, from main/m,
    );
    stage.repository.commit({ 'src/index.js': answering('elsewhere') });
    await stage.deploy('main');
    for (const asked of [thread, back]) {
      await ask(BIA, 'yes', asked);
      await slack.answered(asked, /^Failed\. Since the plan was made something else has changed .*\nIt took/);
    }
    assert.deepEqual(await stage.answers(), ['elsewhere', 'elsewhere']);
  });

  it('asks for no confirmation when nothing would change', async () => {
    bot = await startBot(slack, await project(true));
    const thread = await ask(ANA, 'deploy sample/main to test');
    await slack.answered(thread, /^Nothing is to be changed\.\n```/);
    await ask(BIA, 'confirm', thread);
    await slack.answered(thread, /^Nothing waits/);
  });

  it('rolls back after a second person confirms', async () => {
    bot = await startBot(slack, await project(true));
    const thread = await ask(ANA, 'rollback test');
    await slack.answered(thread, /asks to rollback test/);
    await ask(BIA, 'confirm', thread);
    await slack.answered(thread, /^Done\. test is back at main \(commit /);
    assert.deepEqual(await stage.answers(), ['third', 'third']);
  });

  it('finishes a running change when it is stopped, and says so', async () => {
    bot = await startBot(slack, await project(false));
    stage.repository.commit({ 'src/index.js': answering('last') });
    const thread = await ask(ANA, 'deploy sample/main to test');
    await slack.answered(thread, /^At work to deploy/);
    await bot.stop();
    const said = slack.inThread(thread).map(({ text }) => text);
    assert.ok(said.includes('I was told to stop, and do so when this has come to its end.'));
    assert.match(said.at(-1) ?? '', /^Done\. main .* is in service in test/);
    assert.deepEqual(await stage.answers(), ['last', 'last']);
  });

  it('reverts the change when it is interrupted, and says so', async () => {
    const interrupting = new AbortController();
    bot = await startBot(slack, await project(false), { signal: interrupting.signal });
    stage.repository.commit({ 'src/index.js': answering('never') });
    const thread = await ask(ANA, 'deploy sample/main to test');
    await slack.answered(thread, /^At work to deploy/);
    await until('it is in the log', async () => (await lastRelease())?.state === 'started');
    interrupting.abort(new Error('Interrupted.'));
    await slack.answered(thread, /^Failed\. Interrupted\.\nIt took/);
    assert.deepEqual(await stage.answers(), ['last', 'last']);
  });

  it('refuses a ref that looks like an option, and runs nothing', async () => {
    bot = await startBot(slack, await project(false));
    const thread = await ask(ANA, 'deploy sample/--upload-pack=reboot to test');
    await slack.answered(thread, /^Failed\. "--upload-pack=reboot" cannot be a ref\./);
  });
});
