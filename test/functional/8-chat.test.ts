import assert from 'node:assert/strict';
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
    const sentences = ['rotate the password of local', 'migrate local', 'deploy superbowleto/main to local'];
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

  it('goes on behind a sentence that fails, and ends with 1', async () => {
    const { code, stdout } = await chat(['sing', '', 'migrate live', 'migrate local']).ended;
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, 3);
    assert.match(lines[0] ?? '', /^I do not understand "sing"\./);
    assert.match(lines[1] ?? '', /sbw migrate up --env live --confirm live$/);
    assert.match(lines[2] ?? '', /^No migration was pending/);
    assert.equal(code, 1);
  });

  it('ends after the sentence at work when it is interrupted', async () => {
    const running = chat(['deploy superbowleto/main to local', 'help']);
    await until('the deploy is at work', () => running.output().stderr.includes('is commit'));
    process.kill(running.child.pid ?? 0, 'SIGINT');
    const { code, stdout } = await running.ended;
    assert.match(stdout, /^main \(commit [0-9a-f]{40}\) (is|was) in service in local.*\n$/);
    assert.equal(code, 130);
  });
});
