import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFolder, folderOf } from '../../../../src/cli/migrate/folder.js';
import { describeFindings, lintBefore, lintFolder } from '../../../../src/cli/migrate/lint.js';

describe('the folder of the migrations', () => {
  it("is the flag's, relative to the project file, or else the project file's", async () => {
    const project = { directory: '/srv/a', migrations: '/srv/a/migrations' };
    assert.equal(folderOf(project, undefined), '/srv/a/migrations');
    assert.equal(folderOf(project, 'other'), '/srv/a/other');
    assert.equal(await findFolder({ file: '/srv/b/none.yml', migrations: 'other' }), '/srv/b/other');
    await assert.rejects(findFolder({ file: '/srv/b/none.yml' }), { code: 'PROJECT_FILE_UNREADABLE' });
  });
});

describe('the lint of a folder', () => {
  let folder: string;
  const unsafe = (extra = '') => `-- migrate:up\n${extra}DROP TABLE boletos;\n\n-- migrate:down\n`;
  const pending = (name: string) => ({ name, status: 'pending', appliedAt: null }) as const;
  const applied = (name: string) =>
    ({ name, status: 'applied', appliedAt: '2026-11-24T12:00:00.000Z' }) as const;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-lint-'));
    writeFileSync(join(folder, '20260101000000-a.sql'), unsafe());
    writeFileSync(join(folder, '20260102000000-b.sql'), '-- migrate:up\nSELECT 1;\n\n-- migrate:down\n');
    writeFileSync(join(folder, '20260103000000-c.ts'), 'export async function up() {}\n');
    writeFileSync(join(folder, '20260104000000-d.sql'), unsafe());
  });
  after(() => rmSync(folder, { recursive: true }));

  const [a, b, c, d] = [
    '20260101000000-a',
    '20260102000000-b',
    '20260103000000-c',
    '20260104000000-d',
  ] as const;

  it('reads all files or those that are named, and counts those in TypeScript', async () => {
    const all = await lintFolder(folder);
    assert.deepEqual([...new Set(all.findings.map(({ migration }) => migration))], [a, d]);
    assert.equal(all.unread, 1);
    assert.deepEqual(await lintFolder(folder, [b]), { findings: [], unread: 0 });
    assert.deepEqual(await lintFolder(folder, [b, c]), { findings: [], unread: 1 });
    await assert.rejects(lintFolder(folder, [b, 'x']), {
      code: 'UNKNOWN_MIGRATION',
      message: `There is no migration x in ${folder}.`,
    });
  });

  const refused = (
    states: Parameters<typeof lintBefore>[1],
    limits: Parameters<typeof lintBefore>[2],
    names: string[],
  ) =>
    assert.rejects(lintBefore(folder, states, limits), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'LINT_FAILED');
      const found = [...error.message.matchAll(/\/([\w-]+)\.sql:\d+: /g)].map(([, name]) => name);
      assert.deepEqual([...new Set(found)], names);
      return true;
    });

  it('reads what is about to be applied', async () => {
    await refused([pending(a), pending(b), pending(d)], {}, [a, d]);
    await refused([pending(a), pending(b), pending(d)], { to: a }, [a]);
    await refused([pending(a), pending(b), pending(d)], { step: 2 }, [a]);
    await refused([applied(a), pending(d)], { step: 1 }, [d]);
    await lintBefore(folder, [applied(a), pending(b), pending(d)], { to: c });
    await lintBefore(folder, [applied(a), applied(b), applied(d)], {});
    await lintBefore(join(folder, 'missing'), [pending(a)], {});
  });

  it('accepts what the file allows', async () => {
    const other = join(folder, 'allowed');
    mkdirSync(other);
    const { findings } = await lintFolder(folder, [a]);
    const allows = [...new Set(findings.map(({ rule }) => `-- sbw:allow ${rule} nothing reads it\n`))].join(
      '',
    );
    writeFileSync(join(other, `${a}.sql`), unsafe(allows));
    await lintBefore(other, [pending(a)], {});
  });

  it('prints findings as a compiler does', () => {
    const finding = { migration: a, rule: 'no-drop', line: 2, message: 'It drops.', why: 'w', fix: 'f' };
    assert.equal(
      describeFindings([finding, { ...finding, line: 3 }], join(process.cwd(), 'migrations')),
      `migrations/${a}.sql:2: no-drop: It drops.\n  Why: w\n  Fix: f\nmigrations/${a}.sql:3: no-drop: It drops.\n  Why: w\n  Fix: f`,
    );
    assert.match(describeFindings([finding], process.cwd()), /^\.\/20260101000000-a\.sql:2: /);
  });
});
