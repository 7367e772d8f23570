import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/until.js';
import { Api } from './support/api.js';
import { OwnerQueue, stageVariables } from './support/aws.js';
import { commitAnswer, notFoundText } from './support/commit-answer.js';
import { cut } from './support/cut.js';
import { currentPassword, eachLogsIn, StoredPasswords } from './support/database.js';
import { type Newcomer, newcomer } from './support/newcomer.js';
import { Traffic } from './support/traffic.js';

/** The command that is killed with -9 in each round. More rounds, from the variable, repeat the list. */
const KILLED = [undefined, 'deploy', 'rotate-password'] as const;
const ROUNDS = Number(process.env.SBW_BESIDE_ROUNDS ?? KILLED.length);
/** Milliseconds by which one command begins after the other, at most: less than either takes. */
const APART = 1_500;
/** Lines of progress that each command prints, about. */
const LINES = { deploy: 24, 'rotate-password': 9 } as const;

type Command = keyof typeof LINES;

describe('sbw rotate-password', function () {
  this.timeout(240_000 + ROUNDS * 120_000);
  let machine: Newcomer;
  let api: Api;
  /** The kills that came before the command ended. */
  let kills = 0;

  before(async () => {
    machine = await newcomer();
    api = await Api.of(machine);
  });

  it('fails no request of the API during a deploy, also if the deploy or the rotation is killed', async () => {
    const answers = ['the one answer', 'the other answer'];
    const commits: string[] = [];
    for (const [number, answer] of answers.entries()) {
      commits.push(await commitAnswer(machine, `beside-${number}`, answer));
    }
    const owner = await OwnerQueue.create(machine, 'owner-rotation');
    const stored = new StoredPasswords(await stageVariables(machine));
    const passwords = [await stored.current()];
    const traffic = new Traffic(api, owner.url, 6, 100);
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const description = await playRound(KILLED[round % KILLED.length], `beside-${round % 2}`);
        passwords.push(await stored.current());
        assert.equal(await notFoundText(api), answers[round % 2], description);
        assert.deepEqual(traffic.failures, [], description);
      }
      const before = traffic.requests;
      await until('the clients continue', () => traffic.requests > before + 50);
    } finally {
      await traffic.stop();
      owner.close();
      stored.close();
    }

    assert.deepEqual(traffic.failures, []);
    const expected = Array.from({ length: ROUNDS }, (_, round) => commits[round % 2]).reverse();
    assert.deepEqual((await releasedCommits()).slice(0, ROUNDS), expected);
    assert.equal(await currentPassword(machine), passwords.at(-1));
    assert.equal(new Set(passwords).size, passwords.length, 'a rotation gave no new password');
    const working = await eachLogsIn(machine, passwords);
    assert.deepEqual(working, [...passwords.slice(1).map(() => false), true]);
    assert.match(passwords.at(-1) ?? '', /^[A-Za-z0-9]{40}$/);
    process.stdout.write(
      `      ${ROUNDS} rounds, ${kills} kills, ${traffic.requests} requests, none failed\n`,
    );
  });

  /** Runs both at once, and then the killed one again. Returns what it did, for the message of a failure. */
  async function playRound(killed: Command | undefined, ref: string): Promise<string> {
    const words = {
      deploy: ['deploy', '--env', 'local', '--ref', ref],
      'rotate-password': ['rotate-password', '--env', 'local'],
    };
    const late = { deploy: 0, 'rotate-password': 0 };
    late[Math.random() < 0.5 ? 'deploy' : 'rotate-password'] = Math.random() * APART;
    const line = 1 + Math.floor(Math.random() * (killed ? LINES[killed] : 0));
    const description = `${killed ?? 'nobody'} killed at line ${line}, late by ms: ${JSON.stringify(late)}`;
    const spans = await Promise.all(
      (['deploy', 'rotate-password'] as const).map(async (command) => {
        await delay(late[command]);
        const began = Date.now();
        if (command === killed) kills += Number(await cut(machine, line, ...words[command]));
        else await end(words[command], description);
        return { began, ended: Date.now() };
      }),
    );
    const wereBeside = spans.every(({ began }) => spans.every(({ ended }) => began < ended));
    assert.ok(killed || wereBeside, `they did not run at once: ${description}`);
    if (killed) await end(words[killed], `again, after ${description}`);
    return description;
  }

  async function end(words: readonly string[], description: string): Promise<void> {
    const { code, stderr } = await machine.sbw(...words);
    assert.equal(code, 0, `${description}\n${stderr}`);
  }

  /**
   * Returns the released commits, the latest first. The run after a deploy that was killed once it had moved the aliases
   * records that release.
   */
  async function releasedCommits(): Promise<string[]> {
    const limit = String(3 * ROUNDS);
    const releases = await machine.sbwJson<{ state: string; commit: string }[]>(
      'releases',
      '--env',
      'local',
      '--limit',
      limit,
    );
    const commits = releases
      .filter(({ state }) => state === 'released' || state === 'unchanged')
      .map(({ commit }) => commit);
    return commits.filter((commit, place) => commit !== commits[place - 1]);
  }

  it('rotates each environment with --all, and stops at the first that fails', async () => {
    const project = readFileSync(join(machine.clone, 'superbowleto.yml'), 'utf8').replace(/^chat:.*/ms, '');
    const [, local = ''] = /^ {2}local:\n((?: {4}.*\n)+)/m.exec(project) ?? [];
    const lacking = local.replace(/^ +simulators:.*\n/m, '').replace('instance: local-', 'instance: no-');
    const every = `environment:\n  local:\n${local}  second:\n${lacking}  third:\n${lacking}`;
    const file = join(machine.clone, 'every.yml');
    writeFileSync(file, project.replace(/^environment:\n(?: {2}.*\n)+/m, every));
    const { code, stdout, stderr } = await machine.sbw(
      'rotate-password',
      '--all',
      '--dry-run',
      '--file',
      file,
    );
    rmSync(file);
    assert.equal(code, 1, stderr);
    assert.match(stdout, /^Would give local-superbowleto of local a new password, above version \d+\.\n$/);
    assert.deepEqual(stderr.match(/Environment \w+/g), ['Environment local', 'Environment second']);
    assert.match(stderr, /Error: There is no RDS instance no-superbowleto in this account and region/);
  });

  it('requires an environment', async () => {
    const { code, stderr } = await machine.sbw('rotate-password');
    assert.equal(code, 2);
    assert.match(stderr, /environment/i);
  });
});
