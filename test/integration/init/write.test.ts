import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readOutputs, writeProjectFile } from '../../../src/init/index.js';
import { loadProject } from '../../../src/project/index.js';

const REPOSITORY = fileURLToPath(new URL('../../../superbowleto.yml', import.meta.url));

/** Returns outputs as `terraform output -json` prints them. */
function outputs(changes: Record<string, unknown> = {}, name = 'sandbox'): string {
  const { service, scm, build, deploy, functions, queues } = parse(readFileSync(REPOSITORY, 'utf8'));
  const environment = {
    account: '222222222222',
    region: 'us-east-1',
    s3_bucket: 'sandbox-superbowleto-artifacts',
    credstash: { table: 'sandbox-credstash', key: 'alias/sandbox-credstash' },
    operations_table: 'sandbox-superbowleto-operations',
    database: { instance: 'sandbox-superbowleto', name: 'superbowleto', user: 'superbowleto' },
    ...changes,
  };
  const values = {
    name,
    environment,
    project: { service, scm, build, deploy, functions, queues },
  };
  return JSON.stringify(
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { sensitive: false, value }])),
  );
}

describe('writeProjectFile', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-init-'));
    file = join(folder, 'superbowleto.yml');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('creates a missing file, with the same project and the local stage', async () => {
    const { created, changed } = await writeProjectFile(file, readOutputs(outputs()));
    assert.equal(created, true);
    assert.equal(changed.length, 6);
    const [made, ours] = [await loadProject(file), await loadProject(REPOSITORY)];
    assert.deepEqual(made.functions, ours.functions);
    assert.deepEqual(made.queues, ours.queues);
    assert.deepEqual(made.environments.sandbox, ours.environments.sandbox);
    assert.deepEqual(Object.keys(made.environments), ['sandbox', 'local']);
    assert.equal(made.environments.local?.database.identifier, 'local-superbowleto');
  });

  it('changes no byte of a file that already has the values', async () => {
    const before = readFileSync(REPOSITORY, 'utf8');
    writeFileSync(file, before);
    assert.deepEqual((await writeProjectFile(file, readOutputs(outputs()))).changed, []);
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('changes only the values that differ', async () => {
    const before = readFileSync(REPOSITORY, 'utf8');
    writeFileSync(file, before);
    const made = readOutputs(outputs({ account: '333333333333', s3_bucket: 'another-bucket' }));
    assert.deepEqual(await writeProjectFile(file, made), {
      file,
      environment: 'sandbox',
      created: false,
      changed: ['account', 's3_bucket'],
    });
    const { environments } = await loadProject(file);
    assert.equal(environments.sandbox?.account, '333333333333');
    assert.equal(environments.sandbox?.bucket, 'another-bucket');
    const lines = before.split('\n');
    const other = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line, index) => line !== lines[index]);
    assert.deepEqual(other, ['    account: "333333333333"', '    s3_bucket: "another-bucket"']);
  });

  it('changes a map on one line', async () => {
    const before = readFileSync(REPOSITORY, 'utf8');
    writeFileSync(file, before);
    const credstash = { table: 'another-table', key: 'alias/another' };
    await writeProjectFile(file, readOutputs(outputs({ credstash })));
    assert.equal(
      readFileSync(file, 'utf8'),
      before.replace(
        /credstash: \{ table: sandbox-.*\}/,
        'credstash: { table: "another-table", key: "alias/another" }',
      ),
    );
  });

  it('adds an environment that the file does not have', async () => {
    writeFileSync(file, readFileSync(REPOSITORY, 'utf8'));
    const { changed } = await writeProjectFile(file, readOutputs(outputs({}, 'staging')));
    assert.equal(changed.length, 6);
    const { environments } = await loadProject(file);
    assert.deepEqual(Object.keys(environments), ['live', 'sandbox', 'local', 'staging']);
    assert.deepEqual({ ...environments.staging, name: 'sandbox' }, environments.sandbox);
  });

  it('changes a value that takes several lines', async () => {
    const spread =
      'credstash:\n      table: old # ours\n      key: alias/old\n    # the next\n    operations_table';
    const before = readFileSync(REPOSITORY, 'utf8').replace(
      /credstash: \{ table: sandbox-.*\n {4}operations_table/,
      spread,
    );
    assert.ok(before.includes(spread));
    writeFileSync(file, before);
    assert.deepEqual((await writeProjectFile(file, readOutputs(outputs()))).changed, ['credstash']);
    const { environments } = await loadProject(file);
    assert.deepEqual(environments.sandbox?.credstash, {
      table: 'sandbox-credstash',
      key: 'alias/sandbox-credstash',
    });
    assert.match(readFileSync(file, 'utf8'), /\n {4}# the next\n {4}operations_table/);
  });

  it('refuses outputs of something else than an environment, and leaves no file', async () => {
    assert.throws(() => readOutputs('{"bucket":{"value":"state"}}'), {
      code: 'OUTPUTS_INVALID',
      message:
        'What was given lacks name, environment, project, or has something else there. Give what `terraform output -json` prints in infrastructure/environments/<environment>, after terraform apply.',
    });
    assert.throws(() => readOutputs('Outputs:'), {
      code: 'OUTPUTS_INVALID',
      message: /^What was given is no JSON\. Give what /,
    });
    assert.throws(() => readOutputs(outputs({ database: { instance: 'i', name: 'n' } })), {
      message: /^What was given lacks environment\.value\.database\.user, or /,
    });
    const broken = readOutputs(outputs({ account: '12' }));
    await assert.rejects(writeProjectFile(file, broken), { code: 'PROJECT_FILE_INVALID' });
    assert.equal(existsSync(file), false);
    assert.deepEqual(readdirSync(folder), []);
  });
});
