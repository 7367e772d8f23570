import type { Node } from 'libpg-query';
import type { Statement } from './statements.js';

/** What a rule sees of one statement. */
export interface Sight {
  readonly node: Node;
  readonly statement: Statement;
  readonly section: 'up' | 'down';
  /** Whether the migration runs in a transaction. */
  readonly transaction: boolean;
  /** All of the section, and where this one stands in it. */
  readonly statements: readonly Statement[];
  readonly index: number;
  /** True for a table that an earlier statement of the section makes: nobody uses it yet. */
  isNew(table: string): boolean;
}

/** What is wrong, of one statement: a sentence each. */
export type Check = (sight: Sight) => readonly string[];

export interface Rule {
  readonly name: string;
  /** Why it is unsafe. */
  readonly why: string;
  /** What to do instead. */
  readonly fix: string;
  /** Sections that it looks at; a way back is only run on purpose, so that most rules leave it alone. */
  readonly sections: readonly ('up' | 'down')[];
  readonly check: Check;
}

export const UP = ['up'] as const;
export const BOTH = ['up', 'down'] as const;
