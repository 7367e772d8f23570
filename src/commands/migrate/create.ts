import { relative } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand, fileFlag } from '../../cli/index.js';
import { migrationFlags } from '../../cli/migrate/flags.js';
import { findFolder } from '../../cli/migrate/folder.js';
import { describeFindings, lintFolder } from '../../cli/migrate/lint.js';
import { createMigration } from '../../cli/migrate/template.js';

export default class MigrateCreate extends BaseCommand {
  static override summary = 'Write an empty migration that sorts last, and lint those that are there';
  static override examples = [
    '<%= config.bin %> <%= command.id %> add-payer-email',
    '<%= config.bin %> <%= command.id %> fill-payer-email --ts',
  ];
  static override args = { name: Args.string({ description: 'as in add-payer-email', required: true }) };
  static override flags = {
    file: fileFlag,
    migrations: migrationFlags.migrations,
    sql: Flags.boolean({ description: 'SQL; so it is when left out', exclusive: ['ts'] }),
    ts: Flags.boolean({ description: 'TypeScript, for what cannot be said in SQL' }),
  };

  async run(): Promise<{ path: string }> {
    const { args, flags } = await this.parse(MigrateCreate);
    const folder = await findFolder(flags);
    const path = createMigration(folder, args.name, flags.ts ? 'ts' : 'sql', new Date());
    const { findings } = await lintFolder(folder);
    const open = findings.filter(
      ({ allowed, migration }) => allowed === undefined && !path.includes(migration),
    );
    if (open.length > 0) process.stderr.write(`${describeFindings(open, folder)}\n`);
    this.log(relative(process.cwd(), path));
    return { path };
  }
}
