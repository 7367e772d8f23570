import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { createMigration } from '../../../src/cli/migrate/template.js';
import { type MigrationAnswer, migrate } from '../../../src/migrations/index.js';
import { validBoleto } from '../../functional/support/api.js';
import { type Outcome, start } from '../../functional/support/run.js';
import { type BundledCommands, bundleCommands } from '../../support/bundle-commands.js';
import { holdCall, type ServiceReleases, startServiceReleases } from '../../support/service-releases.js';
import { until } from '../../support/until.js';

const MIGRATIONS = 'src/service/database/migrations';
/** The function begins no migration with less than ten seconds left, so it has two seconds for the first one. */
const TIMEOUT_SECONDS = 12;
const MINUTE = 60_000;

const EXPAND = `-- migrate:up
ALTER TABLE boletos ADD COLUMN note text NOT NULL DEFAULT 'none';
-- migrate:down
ALTER TABLE boletos DROP COLUMN note;
`;

/** Leaves too little time for another migration. */
const SLOW = `-- migrate:up
CREATE TABLE took_time AS SELECT pg_backend_pid() AS session, pg_sleep(2.5)::text;
-- migrate:down
DROP TABLE took_time;
`;

/**
 * Sleeps without a time limit, longer than the function lives, while there is a table `hold`. Its session has the
 * process id of the function as its name.
 */
const HELD = `await client.query("select set_config('application_name', $1, true)", [\`process \${process.pid}\`]);
  await client.query('set local statement_timeout = 0; set local transaction_timeout = 0');
  await client.query("create table made_by_code as select pg_backend_pid() as session; select pg_sleep(600) where to_regclass('hold') is not null");`;

describe('migrations of a release, with the deployed function', function () {
  this.timeout(120_000);
  let releases: ServiceReleases;
  let commands: BundledCommands;
  let client: pg.Client;
  let id: string;

  before(async () => {
    commands = await bundleCommands('migrate');
    releases = await startServiceReleases(TIMEOUT_SECONDS);
    await releases.release();
    client = await releases.database();
    await client.query(`insert into tenant_api_keys values ('${releases.api.keyId}', 'default')`);
    id = (await create()).id as string;
  });
  after(async () => {
    await client?.end();
    commands?.remove();
    await releases?.remove();
  });

  async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const { url, key } = releases.api;
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    assert.ok(response.ok, `${response.status} ${await response.clone().text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  const create = () => {
    const queue_url = `${releases.stage.endpoint}/000000000000/owner`;
    return call('POST', '/boletos', { ...validBoleto(), queue_url });
  };

  function sbw(...args: string[]): Promise<Outcome> {
    const argv = [commands.entry, 'migrate', ...args];
    const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    return start(process.execPath, argv, { cwd: releases.repository.folder, env }).ended;
  }

  /** Does what the command does, without a process of its own. */
  async function invoke(command: 'up' | 'down' | 'unlock'): Promise<MigrationAnswer> {
    const functionName = 'test-sample-migrate-database';
    const answer = await migrate({
      lambda: releases.connection.lambda,
      functionName,
      timeout: TIMEOUT_SECONDS,
      command,
    });
    assert.equal(answer.error, undefined);
    return answer;
  }

  function write(name: string, minutesAgo: number, text: string): void {
    const folder = join(releases.repository.folder, MIGRATIONS);
    writeFileSync(createMigration(folder, name, 'sql', new Date(Date.now() - minutesAgo * MINUTE)), text);
  }

  /** Adds the column to the fields that the API returns. */
  function showNote(): void {
    const file = join(releases.repository.folder, 'src/service/boletos/fields.ts');
    const text = readFileSync(file, 'utf8');
    const next = '  created_at: {';
    const changed = text.replace(next, `  note: { answer: textOrNull },\n${next}`);
    assert.notEqual(changed, text);
    writeFileSync(file, changed);
  }

  async function createInTypeScript(): Promise<void> {
    const { stdout } = await sbw('create', 'run-code', '--ts');
    const file = join(releases.repository.folder, stdout.trim());
    const [before, up, down, after] = readFileSync(file, 'utf8').split(
      /throw new Error\('\w+ is not written yet'\);\n/,
    );
    assert.deepEqual([after, up], [undefined, up]);
    writeFileSync(file, `${before}${HELD}\n${up}await client.query('drop table made_by_code');\n${down}`);
  }

  const sleeper = async () =>
    (
      await client.query(
        "select pid, application_name from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()",
      )
    ).rows[0] as { pid: number; application_name: string } | undefined;
  const hasTable = async (name: string) =>
    (await client.query('select to_regclass($1) is not null as there', [name])).rows[0].there;

  it('run before its code is in service: the old code keeps answering, and the new code reads the new column', async () => {
    write('add-note', 2, EXPAND);
    write('take-time', 1, SLOW);
    await createInTypeScript();
    showNote();
    const hold = holdCall(releases.connection.lambda, 'UpdateAliasCommand');
    const releasing = releases.release();
    await Promise.race([hold.held, releasing]);

    const { rows } = await client.query('select note from boletos where id = $1', [id]);
    assert.deepEqual(rows, [{ note: 'none' }]);
    assert.equal('note' in (await call('GET', `/boletos/${id}`)), false);
    const created = await create();
    assert.equal('note' in created, false);

    hold.letGo();
    const { state, migrations } = await releasing;
    assert.equal(state, 'released');
    assert.deepEqual(
      migrations?.map((name) => name.replace(/^[\dT-]+-/, '')),
      ['add-note', 'take-time', 'run-code'],
    );
    assert.equal((await call('GET', `/boletos/${created.id}`)).note, 'none');
    const { rows: sessions } = await client.query('select from took_time join made_by_code using (session)');
    assert.deepEqual(
      sessions,
      [],
      'the third migration ran in another call, since the second left no time for it',
    );
    const { rows: authors } = await client.query('select distinct by from schema_migration_log');
    assert.deepEqual(authors, [{ by: 'ana' }]);
  });

  it('are reverted and applied again if they are TypeScript', async () => {
    assert.equal(await hasTable('made_by_code'), true);
    await invoke('down');
    assert.equal(await hasTable('made_by_code'), false);
    const up = await invoke('up');
    assert.match(up.applied[0]?.name ?? '', /run-code$/);
    assert.equal(await hasTable('made_by_code'), true);
  });

  /** Starts a migration that does not end, and waits until its statement runs. */
  async function startHeld() {
    const outcome = sbw('up');
    const session = await until('the statement runs', sleeper);
    return { outcome, process: Number(session.application_name.replace('process ', '')) };
  }

  async function verifyNothingRemains(): Promise<void> {
    await until('its backend is gone', async () => !(await sleeper()), 5_000);
    assert.equal(await hasTable('made_by_code'), false);
    assert.equal((await invoke('unlock')).holder, null);
    const { rows } = await client.query("select name from schema_migrations where name like '%run-code'");
    assert.deepEqual(rows, []);
  }

  it('leave nothing behind when the function gets SIGKILL during a statement', async () => {
    await invoke('down');
    await client.query('create table hold (id int)');
    const { outcome, process: pid } = await startHeld();
    process.kill(pid, 'SIGKILL');
    const { code, stderr } = await outcome;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^Error: test-sample-migrate-database broke: Runtime\.ExitError: .* signal: killed\n$/,
    );
    await verifyNothingRemains();
  });

  it('leave nothing behind when Lambda ends the function during a statement, and succeed the next time', async () => {
    const { outcome } = await startHeld();
    const { code, stderr } = await outcome;
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'Error: test-sample-migrate-database was ended at its timeout of 12 s. A migration that had not finished is rolled back, unless it says transaction: false. See where it is by: sbw migrate status\n',
    );
    await verifyNothingRemains();
    await client.query('drop table hold');
    const { stdout } = await sbw('up');
    assert.match(stdout, /^applied {2}\S+-run-code {2}\d+ ms\n$/);
  });
});
