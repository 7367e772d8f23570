import type { ParsedStatement } from './statements.js';

/** A statement of a migration with its context, as a rule gets it. */
export interface Statement extends ParsedStatement {
  readonly section: 'up' | 'down';
  /** Whether the migration runs in a transaction. */
  readonly transaction: boolean;
  /** All statements of the section, and the index of this one. */
  readonly statements: readonly ParsedStatement[];
  readonly index: number;
  /** Returns whether an earlier statement of the section creates the table. Nobody uses such a table yet. */
  isNew(table: string): boolean;
}

/** Returns what is wrong with a statement, one sentence each. */
export type Check = (statement: Statement) => readonly string[];

export interface Rule {
  readonly name: string;
  /** Why it is unsafe. */
  readonly why: string;
  /** What to do instead. */
  readonly fix: string;
  /** The sections that it checks. Most rules leave `down` alone, since it runs only when a person reverts a migration. */
  readonly sections: readonly ('up' | 'down')[];
  readonly check: Check;
}

export const UP = ['up'] as const;
export const BOTH = ['up', 'down'] as const;
