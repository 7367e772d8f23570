import assert from 'node:assert/strict';
import { execa } from 'execa';

async function sbw(...args: string[]) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, ['bin/run.js', ...args], {
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

const refused = (rest: string) => ({
  exitCode: 2,
  stdout: '',
  stderr: `Error: Flags stand behind the command: ${rest}`,
});

describe('a flag before the command', () => {
  it('is refused, with the right order', async () => {
    assert.deepEqual(await sbw('credstash', '-r', 'us-east-1', 'keys'), refused('sbw credstash keys … -r …'));
  });

  it('is distinguished from its value, which may look like a command', async () => {
    assert.deepEqual(await sbw('credstash', '-t', 'keys', 'list'), refused('sbw credstash list … -t …'));
  });

  it('does not repeat the values of the command line', async () => {
    assert.deepEqual(
      await sbw('credstash', '--table=secret-1', 'put', 'name', 'secret-2'),
      refused('sbw credstash put … --table …'),
    );
  });

  it('is refused before a topic too, as JSON', async () => {
    const { exitCode, stdout, stderr } = await sbw('--json', 'credstash', 'keys');
    const error = { code: 'USAGE', message: 'Flags stand behind the command: sbw COMMAND … --json …' };
    assert.deepEqual(
      { exitCode, stdout: JSON.parse(stdout), stderr },
      { exitCode: 2, stdout: { error }, stderr: '' },
    );
  });

  it('is accepted when it asks for help', async () => {
    const { exitCode, stdout } = await sbw('credstash', '-h');
    assert.equal(exitCode, 0);
    assert.match(stdout, /\$ sbw credstash COMMAND/);
  });
});
