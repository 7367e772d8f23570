import { BOTH, type Rule } from './rule.js';

/** Number of bytes of a name that PostgreSQL keeps. */
const LONGEST = 63;

/** Rules about names. Nothing finds an object that has no name of its own, or a name that was cut. */
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
    check: ({ text }) =>
      namesIn(text)
        .filter((name) => Buffer.byteLength(name) > LONGEST)
        .map((name) => `It names ${name}, of ${Buffer.byteLength(name)} bytes.`),
  },
];

/** Reads the names in a statement, outside comments and literals. The parser has already cut them to 63 bytes. */
function namesIn(text: string): string[] {
  const code = text.replace(/--.*$|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$/gm, ' ');
  return (code.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []).map((name) =>
    name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name,
  );
}
