import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DatabaseStage, startDatabaseStage } from '../../support/database-stage.js';
import { type CommandOutcome, runCommand } from '../../support/run-command.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('sbw migrate --direct', () => {
  let stage: DatabaseStage;
  let project: string;
  let url: string;

  before(async () => {
    stage = await startDatabaseStage();
    project = mkdtempSync(join(tmpdir(), 'sbw-migrate-'));
    mkdirSync(join(project, 'm'));
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(join(root, 'node_modules/esbuild'), join(project, 'node_modules/esbuild'));
    const file = readFileSync(join(root, 'superbowleto.yml'), 'utf8');
    write(
      '../superbowleto.yml',
      file
        .replace('\nenvironment:', `\nenvironment:${environment(stage)}`)
        .replace(/^migrations: .*$/m, 'migrations: m'),
    );
    write(
      '2026-01-01T00-00-a.sql',
      '-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n',
    );
    write(
      '2026-01-02T00-00-b.ts',
      `export const up = async (client: { query(text: string): Promise<unknown> }) => {
  await client.query('CREATE TABLE b (id int)');
};`,
    );
    const { user, password, host, port } = stage.postgres;
    url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`;
  });
  after(async () => {
    rmSync(project, { recursive: true, force: true });
    await stage.stop();
  });

  function write(file: string, text: string): void {
    writeFileSync(join(project, 'm', file), text);
  }

  async function sbw(name: string, ...args: string[]): Promise<CommandOutcome> {
    const needsDatabase = !['create', 'lint'].includes(name);
    const place = needsDatabase ? ['--direct', ...(args.includes('--env') ? [] : ['--env', 'sandbox'])] : [];
    const env = {
      AWS_ACCESS_KEY_ID: stage.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: stage.credentials.secretAccessKey,
      SBW_DATABASE_URL: url,
    };
    const { default: command } = await import(`../../../src/commands/migrate/${name}.js`);
    return await runCommand(command, [...place, ...args], { cwd: project, env });
  }

  it('prints the plan of a dry run', async () => {
    const { code, stdout, stderr } = await sbw('up', '--dry-run');
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(
      stdout,
      '-- apply 2026-01-01T00-00-a\nCREATE TABLE a (id int);\n\n-- apply 2026-01-02T00-00-b\n-- (a function: its SQL is not known beforehand)\n',
    );
  });

  it('applies SQL and TypeScript, once', async () => {
    const first = await sbw('up');
    assert.equal(first.stderr, '');
    assert.match(
      first.stdout,
      /^applied {2}2026-01-01T00-00-a {2}\d+ ms\napplied {2}2026-01-02T00-00-b {2}\d+ ms\n$/,
    );
    assert.equal((await sbw('up')).stdout, 'Nothing to do.\n');
  });

  it('refuses to revert a migration without a way back before it asks', async () => {
    const { code, stderr } = await sbw('down', '--step', '2');
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'Error: Migration 2026-01-02T00-00-b has no "down" and cannot be reverted. Undo it by a new migration.\n',
    );
  });

  it('asks before it reverts', async () => {
    write(
      '2026-01-03T00-00-c.sql',
      '-- migrate:up\nCREATE TABLE c (id int);\n-- migrate:down\nDROP TABLE c;\n',
    );
    await sbw('up');
    const asked = await sbw('down');
    assert.equal(asked.code, 2);
    assert.equal(
      asked.stderr,
      'Error: This reverts 2026-01-03T00-00-c in sandbox, with the data in what it brought, and there is no terminal to ask at. Pass --yes.\n',
    );
    const done = await sbw('redo', '--yes');
    assert.match(done.stdout, /^reverted {2}2026-01-03T00-00-c .*\napplied {3}2026-01-03T00-00-c .*\n$/);
  });

  it('asks for the name of a protected environment, even with --yes', async () => {
    const { code, stderr } = await sbw('down', '--env', 'live', '--yes');
    assert.equal(code, 2);
    assert.match(stderr, /^This reverts 2026-01-03T00-00-c in live, .*\nError: .* Pass --confirm live\.\n$/);
  });

  it('shows who applied and reverted what', async () => {
    const { stdout } = await sbw('history');
    const first = new RegExp(`Z {2}applied {3}2026-01-01T00-00-a {2}\\d+ ms +${userInfo().username}\n`);
    assert.match(stdout, first);
    assert.equal(stdout.trimEnd().split('\n').length, 5);
  });

  it('says that nobody holds the lock', async () => {
    assert.equal((await sbw('unlock')).stdout, 'Nobody holds the lock.\n');
  });

  it('refuses to apply a migration with findings of the lint, unless --no-lint is given', async () => {
    write('2026-01-04T00-00-d.sql', '-- migrate:up\nDROP TABLE c;\n');
    const refused = await sbw('up');
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /m\/2026-01-04T00-00-d\.sql:2: drop-table: It drops c\.\n {2}Why: .*\n {2}Fix: /,
    );
    const linted = await sbw('lint');
    assert.deepEqual([linted.code, linted.stderr], [1, 'Not read, as they are TypeScript: 1.\n']);
    assert.match((await sbw('up', '--no-lint')).stdout, /^applied {2}2026-01-04T00-00-d/);
  });

  it('writes an empty migration that sorts last', async () => {
    const { code, stdout } = await sbw('create', 'add-e');
    assert.equal(code, 0);
    assert.match(stdout, /^m\/\d{4}-\d\d-\d\dT\d\d-\d\d-add-e\.sql\n$/);
    const last = readdirSync(join(project, 'm')).sort().at(-1) ?? '';
    assert.equal(`m/${last}\n`, stdout);
    assert.equal(readFileSync(join(project, 'm', last), 'utf8'), '-- migrate:up\n\n\n-- migrate:down\n\n');
    rmSync(join(project, 'm', last));
    const wrong = await sbw('create', 'Add E');
    assert.equal(wrong.code, 2);
  });

  it('uses the folder of a flag, and then needs no superbowleto.yml', async () => {
    const { code, stderr } = await sbw(
      'lint',
      '--file',
      'elsewhere/superbowleto.yml',
      '--migrations',
      'none',
    );
    assert.equal(code, 1);
    assert.match(stderr, /^Error: There is no migration in \S+\/elsewhere\/none\./);
  });

  it('prints the same JSON as the function answers', async () => {
    const { stdout } = await sbw('status', '--json');
    const { ok, command, migrations } = JSON.parse(stdout);
    assert.deepEqual([ok, command, migrations.length], [true, 'status', 4]);
  });

  it('says what to do when the database cannot be reached', async () => {
    const there = url;
    url = 'postgres://nobody:nothing@127.0.0.1:1/none';
    const { code, stderr } = await sbw('status');
    url = there;
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'Error: The database at 127.0.0.1:1 cannot be used: connect ECONNREFUSED 127.0.0.1:1. This machine has no way there: go through the function, without --direct, or through a tunnel that SBW_DATABASE_URL names.\n',
    );
  });

  describe('without a connection string', () => {
    before(async () => {
      url = '';
      await stage.createInstance('staged', 'the-first-password');
      await stage.credstash.put('staged/database/password', 'the-first-password');
    });

    it('reads the host from RDS and the password from credstash', async () => {
      const { code, stdout, stderr } = await sbw('up', '--env', 'staged', '--no-lint', '--step', '1');
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^applied {2}2026-01-01T00-00-a {2}\d+ ms\n$/);
    });

    it('uses the pending password when a rotation has already set it', async () => {
      await stage.credstash.put('staged/database/password.pending', 'the-second-password');
      await stage.setPassword('the-second-password');
      const { code, stdout, stderr } = await sbw('status', '--env', 'staged');
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^applied {2}2026-01-01T00-00-a .*\npending {2}2026-01-02T00-00-b/);
    });

    it('says which passwords are refused, and repeats none', async () => {
      await stage.setPassword('known-to-nobody');
      const { code, stdout, stderr } = await sbw('status', '--env', 'staged');
      assert.deepEqual([code, stdout], [1, '']);
      assert.equal(
        stderr,
        'Error: The database refuses the password of credstash. See whether a rotation is unfinished: sbw rotate-password status staged\n',
      );
    });
  });
});

function environment({ endpoint, table }: DatabaseStage): string {
  return `
  staged:
    account: "000000000000"
    endpoint: ${endpoint}
    s3_bucket: artifacts
    credstash: { table: ${table}, key: alias/secrets }
    operations_table: operations
    database: { instance: staged, name: superbowleto, user: superbowleto }`;
}
