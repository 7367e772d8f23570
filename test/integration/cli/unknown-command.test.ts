import assert from 'node:assert/strict';
import { execa } from 'execa';

function sbw(...args: string[]) {
  return execa(process.execPath, ['bin/run.js', ...args], { reject: false });
}

describe('an unknown command', () => {
  const message = 'There is no command "sbw deplyo". Did you mean: sbw deploy? All commands: sbw --help';

  it('is refused, with the nearest command', async () => {
    const { exitCode, stdout, stderr } = await sbw('deplyo');
    assert.deepEqual({ exitCode, stdout, stderr }, { exitCode: 2, stdout: '', stderr: `Error: ${message}` });
  });

  it('is refused as JSON with --json', async () => {
    const { exitCode, stdout, stderr } = await sbw('deplyo', '--json');
    assert.deepEqual([exitCode, JSON.parse(stdout), stderr], [2, { error: { code: 'USAGE', message } }, '']);
  });

  it('is refused without its arguments, which may contain a secret', async () => {
    const { stderr } = await sbw('credstash', 'putt', 'partner/token', 'hunter2');
    assert.equal(
      stderr,
      'Error: There is no command "sbw credstash putt". Did you mean: sbw credstash put? All commands: sbw --help',
    );
  });
});
