import type { Node, ParseResult } from 'libpg-query';
import { SuperbowletoError } from '../../errors.js';

/** A statement of a migration, parsed by PostgreSQL's own parser. */
export interface ParsedStatement {
  readonly node: Node;
  /** Its text, without the comments before it. */
  readonly text: string;
  /** Offset of its first word in the section, in characters from 0. */
  readonly start: number;
  /** Offset of the comments before it, in characters from 0. */
  readonly from: number;
}

export interface SyntaxProblem {
  readonly message: string;
  /** In characters from 0. */
  readonly offset: number;
}

/** White space and comments. */
const BLANK = /^(?:\s+|--.*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

/**
 * Parses SQL with PostgreSQL's own parser. Loads it only now, since nothing that is deployed needs it.
 *
 * @throws {SuperbowletoError} NO_PARSER
 */
export async function parseStatements(sql: string): Promise<ParsedStatement[] | SyntaxProblem> {
  const { parse, SqlError } = await loadParser();
  const bytes = Buffer.from(sql);
  try {
    const { stmts = [] } = (await parse(sql)) as ParseResult;
    return stmts.flatMap(({ stmt, stmt_location = 0, stmt_len }) => {
      if (!stmt) return [];
      // The parser counts in bytes.
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
