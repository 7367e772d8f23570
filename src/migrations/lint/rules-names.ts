import { BOTH, type Rule } from './rule.js';

/** Bytes that PostgreSQL keeps of a name. */
const LONGEST = 63;

/** Rules about the names of things: what has none, or another than it was given, is not found again. */
export const nameRules: readonly Rule[] = [
  {
    name: 'unnamed-index',
    why: 'After an interruption nobody can tell what is left of an index that has no name: the next run would build another.',
    fix: 'Name the index.',
    sections: BOTH,
    check: ({ node }) =>
      'IndexStmt' in node && node.IndexStmt.concurrent && !node.IndexStmt.idxname
        ? ['CREATE INDEX CONCURRENTLY names no index.']
        : [],
  },
  {
    name: 'long-name',
    why: `PostgreSQL cuts a name after ${LONGEST} bytes and says so to nobody here: two names may become one, and what looks for the whole name does not find it.`,
    fix: 'Give it a shorter name.',
    sections: BOTH,
    check: ({ statement }) =>
      namesIn(statement.text)
        .filter((name) => Buffer.byteLength(name) > LONGEST)
        .map((name) => `It names ${name}, of ${Buffer.byteLength(name)} bytes.`),
  },
];

/** The parser has cut them already, so they are read from the text, its comments and literals left out. */
function namesIn(text: string): string[] {
  const bare = text.replace(/--.*$|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$/gm, ' ');
  return (bare.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []).map((name) =>
    name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name,
  );
}
