import { SuperbowletoError } from '../../errors.js';
import type { MigrationFile } from '../files.js';
import { splitSql } from '../parse.js';
import { readAllowances, verifyAllowances } from './allow.js';
import type { Rule, Statement } from './rule.js';
import { compatibilityRules } from './rules-compatibility.js';
import { concurrentRules } from './rules-concurrently.js';
import { lockRules } from './rules-lock.js';
import { nameRules } from './rules-names.js';
import { rewriteRules } from './rules-rewrite.js';
import { transactionRules } from './rules-transaction.js';
import { type ParsedStatement, parseStatements } from './statements.js';
import { tableName } from './tables.js';

/** What is unsafe in a migration, why, and how to fix it. */
export interface Finding {
  /** Name of the migration, without its extension. */
  readonly migration: string;
  readonly rule: string;
  /** Number of the line in the file, from 1. */
  readonly line: number;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** The reason in `-- sbw:allow`; undefined if it is not allowed. */
  readonly allowed?: string;
}

export const rules: readonly Rule[] = [
  ...transactionRules,
  ...concurrentRules,
  ...lockRules,
  ...rewriteRules,
  ...compatibilityRules,
  ...nameRules,
];

/**
 * Checks migrations for statements that would block or break a running service, with PostgreSQL's own parser.
 * Skips migrations in TypeScript, whose SQL is not known before they run.
 *
 * @returns every finding, also those that `-- sbw:allow` allows
 * @throws {SuperbowletoError} NO_PARSER
 * @example (await lintMigrations(readMigrationFiles(folder))).filter(({ allowed }) => allowed === undefined)
 */
export async function lintMigrations(files: readonly MigrationFile[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const file of files) if (file.kind === 'sql') findings.push(...(await lintFile(file)));
  return findings;
}

/** The `up` or the `down` of a migration. */
interface Section {
  readonly section: 'up' | 'down';
  readonly sql: string;
  /** Offset of its SQL in the text of the file, in characters. */
  readonly offset: number;
}

async function lintFile(file: MigrationFile): Promise<Finding[]> {
  const text = file.text.replace(/^\u{feff}/u, '').replaceAll('\r\n', '\n');
  const parts = partsOf(file);
  if ('message' in parts) return [finding(file, 1, INVALID, parts.message)];
  const { up, down, transaction } = parts;
  const sections: Section[] = [{ section: 'up', sql: up, offset: offsetOf(text, 'up', up) }];
  if (down) sections.push({ section: 'down', sql: down, offset: offsetOf(text, 'down', down) });
  const allowances = readAllowances(text);
  const findings: Finding[] = [];
  for (const section of sections) {
    const found = await lintSection(section, transaction);
    for (const { from, start, rule, message } of found) {
      const allowed = allowances.find((one) => one.covers(rule.name, from, start));
      findings.push(finding(file, lineOf(text, start), rule, message, allowed?.use()));
    }
  }
  const misused = verifyAllowances(allowances, new Set(rules.map(({ name }) => name)));
  return [...findings, ...misused.map(({ line, message }) => finding(file, line, ALLOW, message))];
}

function offsetOf(text: string, section: 'up' | 'down', sql: string): number {
  return text.indexOf(sql, text.search(new RegExp(`^-- migrate:${section}`, 'm')));
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A rule that a statement breaks, with the offsets of the statement and of the comments before it. */
interface Violation {
  readonly from: number;
  readonly start: number;
  readonly rule: RuleText;
  readonly message: string;
}

async function lintSection({ section, sql, offset }: Section, transaction: boolean): Promise<Violation[]> {
  const statements = await parseStatements(sql);
  if (!Array.isArray(statements)) {
    const start = offset + statements.offset;
    return [
      { from: start, start, rule: SYNTAX, message: `PostgreSQL does not read it: ${statements.message}.` },
    ];
  }
  const applying = rules.filter(({ sections }) => sections.includes(section));
  return statements.flatMap((parsed, index) => {
    const created = createdBefore(statements, index);
    const isNew = (table: string) => created.has(table);
    const statement: Statement = { ...parsed, section, transaction, statements, index, isNew };
    const offsets = { from: offset + parsed.from, start: offset + parsed.start };
    return applying.flatMap((rule) =>
      rule.check(statement).map((message) => ({ ...offsets, rule, message })),
    );
  });
}

type RuleText = Pick<Rule, 'name' | 'why' | 'fix'>;

const INVALID: RuleText = { name: 'invalid-file', why: 'sbw cannot run it.', fix: 'Fix the file.' };
const SYNTAX: RuleText = { name: 'syntax', why: 'PostgreSQL cannot run it.', fix: 'Fix the statement.' };
const ALLOW: RuleText = {
  name: 'allow',
  why: 'An allowance needs a known rule, a reason, and a statement that breaks the rule.',
  fix: 'Write: -- sbw:allow <rule> <reason>. The rules are listed by: sbw migrate lint --rules',
};

function partsOf(file: MigrationFile) {
  try {
    return splitSql(file);
  } catch (error) {
    if (error instanceof SuperbowletoError) return { message: error.message };
    throw error;
  }
}

function finding(
  { name: migration }: MigrationFile,
  line: number,
  { name: rule, why, fix }: RuleText,
  message: string,
  allowed?: string,
): Finding {
  return { migration, rule, line, message, why, fix, ...(allowed === undefined ? {} : { allowed }) };
}

/** Returns the tables that the statements before one create. */
function createdBefore(statements: readonly ParsedStatement[], index: number): Set<string> {
  return new Set(
    statements.slice(0, index).flatMap(({ node }) => {
      if ('CreateStmt' in node) return [tableName(node.CreateStmt.relation)];
      return 'CreateTableAsStmt' in node ? [tableName(node.CreateTableAsStmt.into?.rel)] : [];
    }),
  );
}
