import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployOptions } from '../../../../src/deploy/index.js';
import { type DeployStage, projectFile, startDeployStage } from '../../../support/deploy-stage.js';

const functions = ['one', 'migrate-database'];

/** New code must never meet a schema that it does not know. Its own migration function migrates before it serves. */
describe('deploy with migrations', function () {
  this.timeout(60_000);
  let stage: DeployStage;
  const folder = mkdtempSync(join(tmpdir(), 'sbw-migrations-'));
  /** Stands in for the database: the applied migrations, and which release applied each. */
  const database = join(folder, 'applied.json');

  before(async () => {
    stage = await startDeployStage({ functions });
    const file = projectFile(stage.home, 'mkdir -p out && cp src/* out/', { functions });
    stage.repository.commit({ 'superbowleto.yml': file });
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await stage?.remove();
  });

  /** Commits a release that answers `text`. It applies one migration per invocation, and fails at one named `broken`. */
  function commit(text: string, migrations: readonly string[]): string {
    const source = `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const names = ${JSON.stringify(migrations)};
const file = ${JSON.stringify(database)};
exports.handler = async ({ command }) => {
  if (!command) return ${JSON.stringify(text)};
  const applied = existsSync(file) ? JSON.parse(readFileSync(file)) : {};
  const next = command === 'up' && names.find((name) => !applied[name]);
  const failed = next === 'broken';
  if (next && !failed) writeFileSync(file, JSON.stringify({ ...applied, [next]: ${JSON.stringify(text)} }));
  const done = next && !failed ? { ...applied, [next]: true } : applied;
  return {
    ok: !failed, command, reverted: [],
    applied: next && !failed ? [{ name: next, milliseconds: 1 }] : [],
    migrations: [...new Set([...names, ...Object.keys(done)])].map((name) => ({ name, status: done[name] ? 'applied' : 'pending', appliedAt: done[name] ? '2026-01-01T00:00:00.000Z' : null })),
    ...(!failed && next && names.some((name) => !done[name]) ? { partial: true } : {}),
    ...(failed ? { error: { code: 'MIGRATION_FAILED', message: 'Migration broken failed.', migration: next } } : {}),
  };
};
`;
    const files = { 'src/index.js': source, 'src/migrations.json': JSON.stringify(migrations) };
    return stage.repository.commit(files);
  }
  const applied = () => JSON.parse(readFileSync(database, 'utf8'));
  const deploy = (options: Partial<DeployOptions> = {}) => stage.deploy('main', options);
  const newest = async () => (await stage.releases(1))[0];

  it('deploys the first release, and reports that no function could say what is applied', async () => {
    commit('first', ['1-create']);
    assert.equal((await deploy()).state, 'released');
    assert.ok(
      stage.reported.includes(
        'migrate-database has no release yet that could tell which migrations are applied. After the deploy: sbw migrate up --env test',
      ),
    );
  });

  it('is refused while the release in service knows one that is not applied, and names both commands', async () => {
    commit('second', ['1-create']);
    await assert.rejects(deploy(), {
      code: 'MIGRATIONS_PENDING',
      message:
        'The database of test lacks what main needs: 1-create. Nothing was changed. Apply them first: sbw migrate up ' +
        '--env test; or with the deploy: sbw deploy --env test --ref main --migrate',
    });
    assert.deepEqual(await stage.answers(), ['first', 'first']);
  });

  it('applies all of them with the new version before anything comes into service', async () => {
    commit('third', ['1-create', '2-widen', '3-index']);
    const { state, migrations } = await deploy({ migrate: true });
    assert.equal(state, 'released');
    assert.deepEqual(migrations, ['1-create', '2-widen', '3-index']);
    assert.deepEqual(applied(), { '1-create': 'third', '2-widen': 'third', '3-index': 'third' });
    assert.ok(stage.reported.includes('3 of 3 migrations applied: 1-create, 2-widen, 3-index.'));
    assert.deepEqual(await stage.answers(), ['third', 'third']);
    assert.deepEqual((await newest())?.migrations, migrations);
  });

  it('leaves every function as before when one fails, and says what was applied', async () => {
    commit('fourth', ['1-create', '2-widen', '3-index', '4-more', 'broken']);
    const before = await stage.versions();
    await assert.rejects(deploy(), {
      code: 'MIGRATIONS_PENDING',
      message:
        'The database of test lacks what main needs: 4-more, broken. Nothing was changed. Apply them with the deploy, ' +
        'before the new code comes into service: sbw deploy --env test --ref main --migrate',
    });
    await assert.rejects(deploy({ migrate: true }), {
      code: 'MIGRATION_FAILED',
      message:
        'Migration broken failed. Applied before it: 4-more. Every function serves what it served before.',
    });
    assert.deepEqual(await stage.versions(), before);
    assert.deepEqual(await stage.answers(), ['third', 'third']);
    assert.equal((await newest())?.state, 'failed');
  });

  it('is refused when the release in service cannot say what is applied', async () => {
    commit('fifth', ['1-create', '2-widen', '3-index', '4-more']);
    const kept = readFileSync(database, 'utf8');
    writeFileSync(database, 'no JSON');
    await assert.rejects(deploy(), ({ code, message }: { code: string; message: string }) => {
      assert.equal(code, 'MIGRATIONS_UNKNOWN');
      assert.match(
        message,
        /^Which migrations are applied is not known: .* Nothing was changed in test\. To ask, and to apply what is missing, by the new release: sbw deploy --env test --ref main --migrate$/,
      );
      return true;
    });
    writeFileSync(database, kept);
    assert.deepEqual((await deploy()).migrations, []);
  });

  it('refuses --migrate in an environment without a migration function', async () => {
    const project = await stage.project();
    const one = { ...project.environments.test, functions: ['one'] } as DeployOptions['environment'];
    await assert.rejects(deploy({ environment: one, migrate: true }), {
      code: 'NO_MIGRATE_FUNCTION',
      exitCode: 2,
    });
  });
});
