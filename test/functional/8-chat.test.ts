import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_TOKEN, BOT, BOT_TOKEN, FakeSlack } from '../support/fake-slack.js';
import { until } from '../support/until.js';
import { currentPassword } from './support/database.js';
import { type Newcomer, newcomer } from './support/newcomer.js';
import { start } from './support/run.js';

describe('sbw chat --stdin', function () {
  this.timeout(600_000);
  let machine: Newcomer;

  before(async () => {
    machine = await newcomer();
  });

  function chat(sentences: readonly string[], ...args: string[]) {
    return start(process.execPath, ['bin/run.js', 'chat', '--stdin', ...args], {
      cwd: machine.clone,
      env: machine.env,
      input: `${sentences.join('\n')}\n`,
    });
  }

  it('rotates, migrates and deploys one after the other, and ends with 0', async () => {
    const password = await currentPassword(machine);
    const sentences = [
      'rotate the password of local',
      'migrate local',
      'deploy superbowleto/main to local and migrate',
    ];
    const { code, stdout, stderr } = await chat(sentences, '--json').ended;
    assert.equal(code, 0, stderr + stdout);
    const replies = JSON.parse(stdout) as { sentence: string; ok: boolean; answer: string }[];
    assert.deepEqual(
      replies.map(({ sentence, ok }) => ({ sentence, ok })),
      sentences.map((sentence) => ({ sentence, ok: true })),
    );
    const [rotated = '', migrated = '', deployed = ''] = replies.map(({ answer }) => answer);
    assert.match(rotated, /^local\/database\/password version \d+ is the password of local-superbowleto\.$/);
    assert.match(migrated, /^No migration was pending; all \d+ are applied\.$/);
    assert.match(deployed, /^main \(commit [0-9a-f]{40}\) (is|was) in service in local/);
    assert.notEqual(await currentPassword(machine), password);
    assert.ok(!(stdout + stderr).includes(await currentPassword(machine)));
  });

  it('continues after a sentence that fails, and ends with 1', async () => {
    const { code, stdout } = await chat(['sing', '', 'migrate live', 'migrate local']).ended;
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, 3);
    assert.match(lines[0] ?? '', /^I do not understand "sing"\./);
    assert.match(lines[1] ?? '', /sbw migrate up --env live --confirm live$/);
    assert.match(lines[2] ?? '', /^No migration was pending/);
    assert.equal(code, 1);
  });

  it('finishes the current sentence after Ctrl-C', async () => {
    const running = chat(['deploy superbowleto/main to local', 'help']);
    await until('the deploy has begun', () => running.output().stderr.includes('is commit'));
    process.kill(running.child.pid ?? 0, 'SIGINT');
    const { code, stdout } = await running.ended;
    assert.match(stdout, /^main \(commit [0-9a-f]{40}\) (is|was) in service in local.*\n$/);
    assert.equal(code, 130);
  });
});

describe('sbw chat --slack', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  let slack: FakeSlack;
  let file: string;

  before(async () => {
    machine = await newcomer();
    slack = await FakeSlack.start();
    slack.names.U0ANA = 'Ana Lima';
    file = join(machine.clone, 'chat.yml');
    const permissions = 'permissions: [{ who: [U0ANA], may: [status, deploy], in: [local] }]';
    writeFileSync(file, `${readFileSync(join(machine.clone, 'superbowleto.yml'), 'utf8')}  ${permissions}\n`);
  });
  after(async () => {
    rmSync(file, { force: true });
    await slack?.stop();
  });

  it('answers in Slack, ends after Ctrl-C, and prints no token', async () => {
    const tokens = { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN, SLACK_API_URL: slack.apiUrl };
    const running = start(process.execPath, ['bin/run.js', 'chat', '--slack', '--file', file], {
      cwd: machine.clone,
      env: { ...machine.env, ...tokens },
    });
    await until('it is connected', () => running.output().stderr.includes('Connected to Slack'));
    const thread = await slack.say({ user: 'U0ANA', text: `<@${BOT}> status` });
    await slack.answered(thread, /^local:\n```\n/);
    const refused = await slack.say({
      user: 'U0ANA',
      text: `<@${BOT}> deploy superbowleto/main to production`,
    });
    await slack.answered(refused, /^Ana Lima \(U0ANA\) may not deploy in live from here/);
    process.kill(running.child.pid ?? 0, 'SIGINT');
    const { code, stdout, stderr } = await running.ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /^This is sharon \(U0BOT\) of Superbowl in Slack\nConnected to Slack\n/m);
    for (const token of [BOT_TOKEN, APP_TOKEN]) assert.ok(!(stdout + stderr).includes(token));
  });

  it('requires a place to listen and its tokens', async () => {
    assert.deepEqual(await said('chat'), [2, 'Error: Say where to listen: --stdin or --slack.\n']);
    assert.deepEqual(await said('chat', '--slack'), [
      2,
      'Error: There is no SLACK_BOT_TOKEN. Set it, or name the secret that holds it as chat.slack.bot_token in ' +
        `${join(machine.clone, 'superbowleto.yml')}.\n`,
    ]);
  });

  async function said(...args: string[]) {
    const { code, stderr } = await machine.sbw(...args);
    return [code, stderr];
  }
});
