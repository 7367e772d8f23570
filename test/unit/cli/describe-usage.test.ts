import assert from 'node:assert/strict';
import { Args, Flags, Parser } from '@oclif/core';
import { describeError } from '../../../src/cli/describe-error.js';

const input = {
  args: { name: Args.string({ required: true, description: 'as in add-payer-email' }) },
  flags: {
    env: Flags.string({ required: true }),
    canary: Flags.integer({ max: 99 }),
    for: Flags.string({ dependsOn: ['canary'] }),
  },
};

async function messageFor(...argv: string[]) {
  const error = await Parser.parse(argv, input).then(
    () => assert.fail('it was parsed'),
    (error: unknown) => error,
  );
  const { code, message, exitCode } = describeError(error);
  assert.deepEqual([code, exitCode], ['USAGE', 2]);
  return message;
}

describe('the message about wrong usage', () => {
  const cases: [string, string[], string][] = [
    [
      'names the flag that was meant',
      ['a', '--env', 'live', '--canry', '10'],
      'There is no flag --canry; did you mean --canary? All flags: --help',
    ],
    [
      'makes no suggestion when no flag is similar',
      ['a', '--env', 'live', '--everything', '-x'],
      'There is no flag --everything, nor -x. All flags: --help',
    ],
    ['names the flag that is missing', ['a'], 'Missing required flag env. More: --help'],
    [
      'names the flag whose value is wrong',
      ['a', '--env', 'live', '--canary', '150'],
      '--canary: Expected an integer less than or equal to 99 but received: 150. More: --help',
    ],
    [
      'names the flag that another one needs',
      ['a', '--env', 'live', '--for', '5m'],
      'All of the following must be provided when using --for: --canary. More: --help',
    ],
    [
      'names the argument that is missing',
      ['--env', 'live'],
      'Missing 1 required arg: name  as in add-payer-email. More: --help',
    ],
    [
      'does not repeat the value of an unknown flag, which may be a secret',
      ['a', '--env', 'live', '--password=hunter2'],
      'There is no flag --password. All flags: --help',
    ],
    [
      'does not repeat a surplus argument, which may be a secret',
      ['a', 'hunter2', '--env', 'live'],
      'One argument is too many: the command takes NAME. More: --help',
    ],
  ];
  for (const [what, argv, message] of cases) {
    it(what, async () => {
      assert.equal(await messageFor(...argv), message);
    });
  }
});
