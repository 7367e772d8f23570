import assert from 'node:assert/strict';
import { exportsOf, splitCommandLine, verifyComplete } from '../../../../src/cli/credstash/exec.js';
import { StoreUnavailable } from '../../../../src/credstash/index.js';

const secrets = (values: Record<string, string>) =>
  new Map(
    Object.entries(values).map(([name, value]) => [name, { name, version: '1', value, digest: 'SHA256' }]),
  );

describe('splitCommandLine', () => {
  it('splits at the first --', () => {
    assert.deepEqual(splitCommandLine(['local', '--strict', '--', 'sh', '--', '-c']), {
      own: ['local', '--strict'],
      command: ['sh', '--', '-c'],
    });
    assert.deepEqual(splitCommandLine(['--', 'env']), { own: [], command: ['env'] });
  });

  for (const argv of [[], ['local', 'env'], ['local', '--']]) {
    it(`refuses ${JSON.stringify(argv)}, which has no command`, () => {
      assert.throws(() => splitCommandLine(argv), {
        code: 'COMMAND_MISSING',
        exitCode: 2,
        message: 'There is no command. Put it behind --: sbw credstash exec local -- env',
      });
    });
  }
});

describe('exportsOf', () => {
  it('returns the secrets below the prefix as variables', () => {
    const found = { secrets: secrets({ 'live/a/b': '1', other: '2' }), failures: [] };
    assert.deepEqual(exportsOf(found, 'live/', ['A_B']), { values: { A_B: '1' }, missing: [] });
  });

  it('gives one reason for each missing variable', () => {
    const failures = [{ name: 'live/c.d', error: new StoreUnavailable('denied', {}) }];
    const { values, missing } = exportsOf({ secrets: secrets({ 'live/a': '1' }), failures }, 'live/', [
      'A',
      'C_D',
      'E',
    ]);
    assert.deepEqual(values, { A: '1' });
    assert.deepEqual(missing, [
      'C_D is missing: The credstash table cannot be used: denied',
      'E is missing: no secret below "live/" becomes it.',
    ]);
    assert.throws(() => verifyComplete({ values, missing }), {
      code: 'VARIABLE_MISSING',
      message: `${missing.join('\n')}\nThe command was not run.`,
    });
    assert.throws(() => verifyComplete({ values, missing: ['E is missing.'] }), {
      message: 'E is missing.\nThe command was not run.',
    });
    verifyComplete({ values, missing: [] });
  });

  it('refuses a NUL, without the value', () => {
    assert.throws(
      () => exportsOf({ secrets: secrets({ 'live/a': 'hunter\0' }), failures: [] }, 'live/', []),
      {
        code: 'NOT_REPRESENTABLE',
        exitCode: 2,
        message: 'A: an environment variable cannot carry a NUL.',
      },
    );
  });
});
