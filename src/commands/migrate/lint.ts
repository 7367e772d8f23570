import { Args, Flags } from '@oclif/core';
import { BaseCommand, fileFlag } from '../../cli/index.js';
import { migrationFlags } from '../../cli/migrate/flags.js';
import { findFolder } from '../../cli/migrate/folder.js';
import { describeFindings, lintFolder } from '../../cli/migrate/lint.js';
import { type Finding, type Rule, rules } from '../../migrations/lint/index.js';
import { table } from '../../report.js';

type Answer = { findings: Finding[] } | { rules: Pick<Rule, 'name' | 'why' | 'fix'>[] };

export default class MigrateLint extends BaseCommand {
  static override summary = 'Find what would hold up or break a service that runs while its schema changes';
  static override description =
    "Reads the SQL by PostgreSQL's own parser. A finding is allowed by a line in the file, before -- migrate:up for all " +
    'of it or before a statement: -- sbw:allow <rule> <reason>. The exit code is 1 when one is not allowed.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 2026-11-24T19-10-widen-registration',
    '<%= config.bin %> <%= command.id %> --rules',
  ];
  static override strict = false;
  static override args = { name: Args.string({ description: 'migrations to lint; all when left out' }) };
  static override flags = {
    file: fileFlag,
    migrations: migrationFlags.migrations,
    rules: Flags.boolean({ description: 'list the rules and end there' }),
  };

  async run(): Promise<Answer> {
    const { argv, flags } = await this.parse(MigrateLint);
    if (flags.rules) {
      this.log(table(rules.map(({ name, why }) => [name, why])));
      return { rules: rules.map(({ name, why, fix }) => ({ name, why, fix })) };
    }
    const folder = await findFolder(flags);
    const { findings, unread } = await lintFolder(folder, argv.map(String));
    const open = findings.filter(({ allowed }) => allowed === undefined);
    const allowed = findings.length - open.length;
    if (open.length > 0) process.exitCode = 1;
    this.log(
      open.length > 0 ? describeFindings(open, folder) : `Nothing found; ${allowed} allowed with a reason.`,
    );
    if (unread > 0) this.logToStderr(`Not read, as they are TypeScript: ${unread}.`);
    return { findings };
  }
}
