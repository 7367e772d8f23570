import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMATS } from '../../../../src/cli/credstash/formats/index.js';
import { readDotenv, readShell } from '../../../unit/cli/credstash/formats/readers.js';
import { ODD } from '../../../unit/cli/credstash/formats/values.js';
import { type CredstashStage, startCredstashStage } from './harness.js';

const first = '0000000000000000001';

describe('sbw credstash import and export', function () {
  this.timeout(120_000);
  let at: CredstashStage;

  before(async () => {
    at = await startCredstashStage();
    const named = Object.entries(ODD).map(([name, value]) => [`app/${name}`, value]);
    await at.secretsOf('sandbox').putAll({ ...Object.fromEntries(named), elsewhere: 'x' });
    await at.secretsOf('sandbox').putAll({ 'bare/nul': 'a\0b' });
  });
  after(() => at.stop());

  const exported = async (format: string, prefix = 'app/') =>
    await at.sbw(['export', '--prefix', prefix, '-f', format]);

  for (const format of FORMATS) {
    it(`exports and imports every odd value unaltered as ${format}`, async () => {
      const { code, stdout } = await exported(format);
      assert.equal(code, 0);
      const imported = await at.sbw(['import', '-', '-f', format, '--prefix', 'app/', '--json'], {
        input: stdout,
      });
      assert.equal(imported.code, 0, imported.stderr);
      const { changes } = JSON.parse(imported.stdout);
      assert.deepEqual(
        changes.map(({ name, state }: { name: string; state: string }) => [name, state]),
        Object.keys(ODD)
          .sort()
          .map((name) => [`app/${name}`, 'same']),
      );
    });
  }

  it('exports the same variables for sh and for dotenv', async () => {
    const shell = readShell((await exported('shell')).stdout);
    const dotenv = readDotenv((await exported('dotenv')).stdout);
    for (const [oddity, value] of Object.entries(ODD)) {
      const variable = oddity.toUpperCase().replaceAll(' ', '_');
      assert.equal(shell[variable], value, oddity);
      assert.equal(dotenv[variable], value, oddity);
    }
    assert.equal(shell.ELSEWHERE, undefined);
  });

  it('prints nothing when the format cannot carry a NUL', async () => {
    for (const format of ['csv', 'dotenv', 'shell']) {
      const { code, stdout, stderr } = await exported(format, 'bare/');
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.match(stderr, /^Error: nul: .* cannot carry a NUL\. Use json, which carries every text\.\n$/i);
    }
    assert.equal((await exported('json', 'bare/')).stdout, '{\n    "nul": "a\\u0000b"\n}\n');
  });

  it('import stores new and changed secrets once, and nothing with --dry-run', async () => {
    await at.secretsOf('sandbox').putAll({ 'in/old': '1', 'in/same': '2' });
    writeFileSync(join(at.project, 'some.yaml'), 'old: "one"\nsame: "2"\nnew: "three"\n');
    const args = ['import', 'some.yaml', '--prefix', 'in/'];
    const dry = await at.sbw([...args, '--dry-run']);
    assert.deepEqual(dry, {
      code: 0,
      stdout: 'new      in/new\nchanged  in/old\nsame     in/same\n',
      stderr: '',
    });
    assert.equal(await at.secretsOf('sandbox').find('in/new'), undefined);
    const { stdout } = await at.sbw([...args, '-c', 'moved']);
    assert.equal(
      stdout,
      `new      in/new   ${first}\nchanged  in/old   0000000000000000002\nsame     in/same\n`,
    );
    assert.equal((await at.secretsOf('sandbox').read('in/new')).comment, 'moved');
    assert.equal((await at.sbw(args)).stdout, 'same  in/new\nsame  in/old\nsame  in/same\n');
  });

  it('import stores a variable as the secret that exec makes it from, or else as a new one', async () => {
    await at.secretsOf('sandbox').put('var/api/key', 'old');
    const input = "API_KEY='new'\nOTHER='x'\n";
    const { stdout } = await at.sbw(['import', '-', '-f', 'dotenv', '--prefix', 'var/'], { input });
    assert.equal(stdout, `new      var/OTHER    ${first}\nchanged  var/api/key  0000000000000000002\n`);
  });

  it('import reports what it cannot read, without a value', async () => {
    const wrong = await at.sbw(['import', '-', '-f', 'yaml'], { input: 'port: 5432\n' });
    assert.deepEqual(wrong, {
      code: 2,
      stdout: '',
      stderr: 'Error: This is not the yaml that sbw reads: "port" must be a text; put quotes around it.\n',
    });
    const unknown = await at.sbw(['import', 'secrets.txt']);
    assert.equal(
      unknown.stderr,
      'Error: What secrets.txt holds is not clear. Pass --format json|yaml|csv|dotenv|shell.\n',
    );
    const protectedOne = await at.sbw(['import', '-', '-f', 'json', '--env', 'live'], { input: '{"a":"b"}' });
    assert.equal(protectedOne.code, 2);
    assert.match(protectedOne.stderr, /^This stores a \(table live-secrets\)\n/);
  });
});
