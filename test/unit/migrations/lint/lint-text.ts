import { type Finding, lintMigrations } from '../../../../src/migrations/lint/index.js';

/** Lints the text of one SQL file, which is named `1-a`. */
export async function lint(text: string): Promise<Finding[]> {
  return await lintMigrations([{ name: '1-a', kind: 'sql', text }]);
}

/** Returns a migration that runs in a transaction. */
export const up = (sql: string) => `-- migrate:up\n${sql}\n`;
/** Returns a migration that runs outside a transaction. */
export const outside = (sql: string) => `-- migrate:up transaction:false\n${sql}\n`;
