import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CredstashStage, startCredstashStage } from './harness.js';

const folder = fileURLToPath(new URL('../../../../src/commands/credstash', import.meta.url));
const commands = readdirSync(folder).map((file) => parse(file).name);

/** The examples that do not end with 0 and an empty standard error. */
const UNUSUAL: Readonly<Record<string, readonly [code: number, stderr: RegExp]>> = {
  'sbw credstash delete local/partner/token': [2, /there is no terminal to ask at\. Pass --yes\.$/m],
  "sbw credstash diff --from sandbox --to live --only 'sandbox/partner/*' --exit-code": [1, /^$/],
};

async function examplesOf(command: string): Promise<string[]> {
  const { default: Command } = await import(join(folder, `${command}.ts`));
  const examples: readonly string[] = Command.examples;
  return examples.map((example) =>
    example.replaceAll('<%= config.bin %>', 'sbw').replaceAll('<%= command.id %>', `credstash ${command}`),
  );
}

describe('the examples in the help of sbw credstash', function () {
  this.timeout(120_000);
  let at: CredstashStage;

  before(async () => {
    at = await startCredstashStage();
    writeFileSync(join(at.project, 'package.json'), '{}\n');
    await at.secretsOf('local').putAll({ 'local/database/password': 'hunter2' });
    const sandbox = at.secretsOf('sandbox');
    await sandbox.putAll({ 'local/database/password': 'hunter2' });
    await sandbox.put('sandbox/database/password', 'hunter2', { version: '3' });
  });
  after(() => at.stop());
  beforeEach(async () => {
    const sandbox = at.secretsOf('sandbox');
    await sandbox.delete('local/partner/token');
    await sandbox.put('local/partner/token', 'hunter2', { version: '3' });
    await sandbox.put('sandbox/partner/token', randomUUID());
  });

  for (const command of commands) {
    it(`of ${command} work`, async () => {
      const examples = await examplesOf(command);
      assert.ok(examples.length > 0);
      for (const example of examples) {
        const [code, stderr] = UNUSUAL[example] ?? [0, /^$/];
        const ran = await at.shell(example);
        assert.equal(ran.code, code, `${example}\n${ran.stderr}`);
        assert.match(ran.stderr, stderr, example);
      }
    });
  }
});
