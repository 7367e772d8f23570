import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './support/api.js';
import { stageVariables } from './support/aws.js';
import { currentPassword } from './support/database.js';
import { type Newcomer, newcomer } from './support/newcomer.js';
import { commandLines } from './support/processes.js';
import { start } from './support/run.js';

describe('secrets', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  /** Passwords of the database, before and after a rotation that was watched. */
  const passwords: string[] = [];
  let seenByPs = '';
  let printed = '';

  before(async () => {
    machine = await newcomer();
    passwords.push(await currentPassword(machine));
    const rotation = start(process.execPath, ['bin/run.js', 'rotate-password', 'local', '--debug'], {
      cwd: machine.clone,
      env: machine.env,
    });
    let ended = false;
    const outcome = rotation.ended.then((result) => {
      ended = true;
      return result;
    });
    while (!ended) {
      seenByPs += commandLines().join('\n');
      await new Promise(setImmediate);
    }
    const { stdout, stderr, code } = await outcome;
    assert.equal(code, 0, stderr);
    printed = stdout + stderr;
    passwords.push(await currentPassword(machine));
  });

  function assertNone(text: string, where: string, secrets: readonly string[] = passwords): void {
    for (const secret of secrets) assert.ok(!text.includes(secret), `a secret is in ${where}`);
  }

  it('are not in an argument list during a rotation', () => assertNone(seenByPs, 'the output of ps'));

  it('are not in what the rotation prints', () => assertNone(printed, 'its output'));

  it('are not in any function configuration', async () => {
    const { LambdaClient, ListFunctionsCommand } = await import('@aws-sdk/client-lambda');
    const variables = await stageVariables(machine);
    const lambda = new LambdaClient({
      region: variables.AWS_REGION ?? '',
      endpoint: variables.AWS_ENDPOINT_URL ?? '',
      credentials: {
        accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    lambda.destroy();
    assert.equal(Functions.length, 11);
    const { key } = await Api.of(machine);
    assertNone(JSON.stringify(Functions), 'a configuration', [
      ...passwords,
      key,
      variables.AWS_SECRET_ACCESS_KEY ?? '',
    ]);
  });

  it('are not in the state folder, the cache or a temporary file, logs of the functions included', () => {
    const folders = [machine.env.SBW_HOME ?? '', machine.env.SBW_CACHE ?? '', tmpdir()];
    for (const folder of folders) {
      for (const file of filesBelow(folder)) {
        const found = safely(() => [readFileSync(file)]).some((bytes) =>
          passwords.some((password) => bytes.includes(password)),
        );
        assert.equal(found, false, `a secret is in ${file}`);
      }
    }
  });

  it('are kept in files that nobody else may read: the keys of the stage', async () => {
    const { AWS_SECRET_ACCESS_KEY = '' } = await stageVariables(machine);
    const { key } = await Api.of(machine);
    for (const file of filesBelow(machine.env.SBW_HOME ?? '')) {
      const bytes = readFileSync(file);
      if (bytes.indexOf(AWS_SECRET_ACCESS_KEY) < 0 && bytes.indexOf(key) < 0) continue;
      assert.equal(statSync(file).mode & 0o077, 0, `${file} can be read by others`);
    }
  });
});

/** Regular files of at most 64 MiB; dependencies and code of others are left out. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name === 'superbowleto' || entry.name.startsWith('npm-'))
      return [];
    if (entry.isDirectory()) return safely(() => filesBelow(path));
    return entry.isFile() ? safely(() => (statSync(path).size <= 2 ** 26 ? [path] : [])) : [];
  });
}

/** A file or folder that went away meanwhile holds nothing. */
function safely<T>(list: () => T[]): T[] {
  try {
    return list();
  } catch {
    return [];
  }
}
