import assert from 'node:assert/strict';
import type { Hook } from '@oclif/core';
import notFound from '../../../../src/cli/hooks/command-not-found.js';
import flagsBefore from '../../../../src/cli/hooks/flags-before-command.js';

const commandIDs = ['deploy', 'credstash:get', 'credstash:keys', 'credstash:key:list'];
const topics = [{ name: 'credstash' }, { name: 'credstash:key' }];
const config = {
  commandIDs,
  topics,
  findCommand: (id: string) => commandIDs.includes(id) || undefined,
  findTopic: (id: string) => topics.find(({ name }) => name === id),
};

/** Calls a hook as oclif does, and returns the error that it prints; undefined when it lets the command run. */
async function refusal(hook: unknown, id: string | undefined, argv: string[]): Promise<string | undefined> {
  let message: string | undefined;
  const { write } = process.stderr;
  const context = {
    log: (text: string) => {
      message = text;
    },
    exit: (code: number) => assert.equal(code, 2),
  };
  process.stderr.write = ((text: string) => {
    message = text;
    return true;
  }) as typeof write;
  try {
    const call = hook as (options: unknown) => Promise<void>;
    await call({ id, argv, config, context } as unknown as Parameters<Hook.Init>[0]);
  } finally {
    process.stderr.write = write;
  }
  return message;
}

describe('the hook for an unknown command', () => {
  const cases: [string, string][] = [
    ['deplyo', 'There is no command "sbw deplyo". Did you mean: sbw deploy?'],
    ['xyz', 'There is no command "sbw xyz".'],
    ['deploy-all-things', 'There is no command "sbw deploy-all-things".'],
    ['credstash:gets', 'There is no command "sbw credstash gets". Did you mean: sbw credstash get?'],
    [
      'credstash:key:lost:hunter2',
      'There is no command "sbw credstash key lost". Did you mean: sbw credstash key list?',
    ],
  ];
  for (const [id, message] of cases) {
    it(`suggests the nearest one for ${id}, if one is near`, async () => {
      assert.equal(await refusal(notFound, id, []), `Error: ${message} All commands: sbw --help\n`);
    });
  }

  it('prints JSON with --json', async () => {
    assert.deepEqual(JSON.parse((await refusal(notFound, 'xyz', ['--json'])) ?? ''), {
      error: { code: 'USAGE', message: 'There is no command "sbw xyz". All commands: sbw --help' },
    });
  });
});

describe('the hook for flags before the command', () => {
  const refused: [string, string[], string][] = [
    ['--env', ['live', 'deploy'], 'sbw deploy … --env …'],
    ['--env=live', ['deploy'], 'sbw deploy … --env …'],
    ['-elive', ['deploy'], 'sbw deploy … -e …'],
    ['--env', ['live'], 'sbw COMMAND … --env …'],
    ['credstash', ['-r', 'us-east-1', 'keys'], 'sbw credstash keys … -r …'],
    ['credstash', ['-r', 'get', 'keys'], 'sbw credstash keys … -r …'],
    ['credstash', ['-r', 'get'], 'sbw credstash get … -r …'],
    ['credstash', ['-r', 'deploy'], 'sbw credstash COMMAND … -r …'],
  ];
  for (const [id, argv, command] of refused) {
    it(`refuses ${[id, ...argv].join(' ')}`, async () => {
      assert.equal(
        await refusal(flagsBefore, id, argv),
        `Error: Flags stand behind the command: ${command}\n`,
      );
    });
  }

  const allowed: [string | undefined, string[]][] = [
    [undefined, ['--env']],
    ['deploy', ['--env', 'live']],
    ['--version', []],
    ['--env', ['live', '--help']],
    ['credstash', []],
    ['credstash', ['-h']],
    ['credstash', ['keys', '-r', 'us-east-1']],
    ['xyz', ['--env', 'live']],
  ];
  for (const [id, argv] of allowed) {
    it(`lets oclif go on with ${[id, ...argv].join(' ')}`, async () => {
      assert.equal(await refusal(flagsBefore, id, argv), undefined);
    });
  }
});
