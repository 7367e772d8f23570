import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFolder, folderOf } from '../../../../src/cli/migrate/folder.js';
import { lintBefore, lintFolder } from '../../../../src/cli/migrate/lint.js';
import { createMigration } from '../../../../src/cli/migrate/template.js';
import type { MigrationState } from '../../../../src/migrations/index.js';

const NOW = new Date('2026-11-24T14:10:59.999Z');

describe('the files of sbw migrate', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-template-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('createMigration', () => {
    it('names a file by the minute, in a folder that need not exist', () => {
      const path = createMigration(join(folder, 'new'), 'add-email', 'sql', NOW);
      assert.equal(path, join(folder, 'new', '2026-11-24T14-10-add-email.sql'));
      assert.equal(readFileSync(path, 'utf8'), '-- migrate:up\n\n\n-- migrate:down\n\n');
      assert.match(
        readFileSync(createMigration(folder, 'fill', 'ts', NOW), 'utf8'),
        /export async function up\(.*\n.*up is not written yet[\s\S]*function down\(/,
      );
    });

    for (const name of ['Add', 'add_email', '-add', 'add-', 'add--email', 'a/b', '']) {
      it(`refuses the name "${name}"`, () => {
        assert.throws(() => createMigration(folder, name, 'sql', NOW), {
          code: 'MIGRATION_NAME',
          exitCode: 2,
        });
      });
    }

    it('refuses a file that exists', () => {
      createMigration(folder, 'add', 'sql', NOW);
      assert.throws(() => createMigration(folder, 'add', 'sql', NOW), {
        code: 'MIGRATION_EXISTS',
        exitCode: 2,
      });
    });

    for (const kind of ['sql', 'ts']) {
      it(`refuses to sort before a migration in ${kind}`, () => {
        writeFileSync(join(folder, '2026-11-24T14-10-a.sql'), '');
        writeFileSync(join(folder, `2026-11-24T14-11-b.${kind}`), '');
        assert.throws(() => createMigration(folder, 'z', 'sql', NOW), {
          code: 'MIGRATION_NOT_LAST',
          exitCode: 1,
          message: /^2026-11-24T14-10-z would sort before 2026-11-24T14-11-b, /,
        });
      });
    }

    it('ignores files that are no migrations', () => {
      writeFileSync(join(folder, 'readme.md'), '');
      createMigration(folder, 'add', 'sql', NOW);
    });
  });

  describe('lintFolder and lintBefore', () => {
    const UNSAFE = '-- migrate:up\nCREATE INDEX i ON boletos (id);\n-- migrate:down\nDROP INDEX i;\n';
    const names = ['2026-11-24T14-00-a', '2026-11-24T14-01-b', '2026-11-24T14-02-c'];
    const states = (...statuses: string[]) =>
      names.map((name, index) => ({ name, status: statuses[index] })) as unknown as MigrationState[];
    const pending = states('pending', 'pending', 'pending');

    beforeEach(() => {
      writeFileSync(join(folder, `${names[0]}.sql`), '-- migrate:up\nSELECT 1;\n');
      writeFileSync(join(folder, `${names[1]}.sql`), UNSAFE);
      writeFileSync(join(folder, `${names[2]}.ts`), 'export async function up() {}');
    });

    it('lint all files or those named, and count those in TypeScript', async () => {
      const all = await lintFolder(folder);
      assert.deepEqual([[...new Set(all.findings.map((one) => one.migration))], all.unread], [[names[1]], 1]);
      const first = await lintFolder(folder, [names[0] ?? '']);
      assert.deepEqual(first, { findings: [], unread: 0 });
      await assert.rejects(lintFolder(folder, ['other']), {
        code: 'UNKNOWN_MIGRATION',
        message: `There is no migration other in ${folder}.`,
      });
    });

    it('refuse what is pending and unsafe', async () => {
      await assert.rejects(lintBefore(folder, pending, {}), {
        code: 'LINT_FAILED',
        message: new RegExp(
          `^What is pending is not safe to apply; nothing was done\\.\\n.*${names[1]}\\.sql:2: `,
        ),
      });
    });

    it('accept what is applied, comes later, or is more than the steps', async () => {
      await lintBefore(folder, states('pending', 'applied', 'pending'), {});
      await lintBefore(folder, pending, { to: names[0] ?? '' });
      await lintBefore(folder, pending, { step: 1 });
      await assert.rejects(lintBefore(folder, pending, { to: names[1] ?? '' }), { code: 'LINT_FAILED' });
      await assert.rejects(lintBefore(folder, pending, { step: 2 }), { code: 'LINT_FAILED' });
    });

    it('accept a finding that the file allows, and a folder without files', async () => {
      const rule = (await lintFolder(folder)).findings.map((one) => one.rule);
      const allowed = rule.map((one) => `-- sbw:allow ${one} the table is empty\n`).join('');
      writeFileSync(join(folder, `${names[1]}.sql`), `${allowed}${UNSAFE}`);
      await lintBefore(folder, pending, {});
      await lintBefore(join(folder, 'nowhere'), pending, {});
    });
  });

  describe('folderOf and findFolder', () => {
    it('prefer the flag, relative to the project file', async () => {
      const project = { directory: '/project', migrations: '/project/sql' };
      assert.equal(folderOf(project, undefined), '/project/sql');
      assert.equal(folderOf(project, 'other'), '/project/other');
      mkdirSync(join(folder, 'below'));
      const file = join(folder, 'below', 'superbowleto.yml');
      assert.equal(await findFolder({ file, migrations: '../sql' }), join(folder, 'sql'));
      await assert.rejects(findFolder({ file }), { code: 'PROJECT_FILE_UNREADABLE' });
    });
  });
});
