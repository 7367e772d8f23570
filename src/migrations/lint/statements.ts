import type { Node, ParseResult } from 'libpg-query';
import { SuperbowletoError } from '../../errors.js';

/** One statement of a migration, as PostgreSQL's own parser reads it. */
export interface Statement {
  readonly node: Node;
  /** Its own text, from its first word. */
  readonly text: string;
  /** Offset of its first word in the section, and where the comments before it begin (characters). */
  readonly start: number;
  readonly from: number;
}

export interface SyntaxProblem {
  readonly message: string;
  /** Characters from 0. */
  readonly offset: number;
}

/** Spaces and comments. */
const BLANK = /^(?:\s+|--.*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

/**
 * Reads SQL by PostgreSQL's own parser, which is loaded here: nothing that is deployed needs it.
 *
 * @throws {SuperbowletoError} NO_PARSER
 */
export async function parseStatements(sql: string): Promise<Statement[] | SyntaxProblem> {
  const { parse, SqlError } = await loadParser();
  const bytes = Buffer.from(sql);
  try {
    const { stmts = [] } = (await parse(sql)) as ParseResult;
    return stmts.flatMap(({ stmt, stmt_location = 0, stmt_len }) => {
      if (!stmt) return [];
      // The parser counts bytes.
      const end = stmt_len === undefined ? bytes.length : stmt_location + stmt_len;
      const raw = bytes.subarray(stmt_location, end).toString();
      const from = bytes.subarray(0, stmt_location).toString().length;
      const blank = BLANK.exec(raw)?.[0].length ?? 0;
      return [{ node: stmt, text: raw.slice(blank), from, start: from + blank }];
    });
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { message: error.message, offset: error.sqlDetails?.cursorPosition ?? 0 };
  }
}

async function loadParser() {
  try {
    return await import('libpg-query');
  } catch (error) {
    throw new SuperbowletoError(
      'NO_PARSER',
      'PostgreSQL’s parser, the package libpg-query, is not installed. Install it, or leave the lint out by --no-lint.',
      { cause: error },
    );
  }
}
