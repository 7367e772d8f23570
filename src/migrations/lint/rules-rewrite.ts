import type { ColumnDef, Node } from 'libpg-query';
import { addedColumns, changes } from './changes.js';
import { type Rule, UP } from './rule.js';
import { constraintsOf, kindOf, typeNameOf } from './tables.js';

/** Rules about statements that rewrite a whole table. */
export const rewriteRules: readonly Rule[] = [
  {
    name: 'change-type',
    why: 'Most changes of a type write the whole table anew while nobody may read or write it, and the code before may not know the new one.',
    fix: 'Add a column of the new type, write both, copy in batches, read the new one, drop the old one. Where PostgreSQL rewrites nothing (a wider varchar), say so by sbw:allow.',
    sections: UP,
    check: (statement) => {
      const { table, commands } = changes(statement);
      return commands
        .filter(({ subtype }) => subtype === 'AT_AlterColumnType')
        .map(({ name }) => `It changes the type of ${table}.${name}.`);
    },
  },
  {
    name: 'rewriting-column',
    why: 'A default that differs from row to row, an identity and a stored expression write the whole table anew while nobody may read or write it.',
    fix: 'Add the column without it, SET DEFAULT, then fill the old rows in batches.',
    sections: UP,
    check: (statement) =>
      addedColumns(statement)
        .filter(({ column }) => isRewriting(column))
        .map(
          ({ table, column }) =>
            `It adds ${column.colname} to ${table} with a value of its own for each row.`,
        ),
  },
  {
    name: 'rewrite-table',
    why: 'It writes the whole table anew while nobody may read or write it.',
    fix: 'Leave it to autovacuum, or do it in a window of maintenance, by hand.',
    sections: UP,
    check: (statement) => {
      const { table, commands } = changes(statement);
      const altered = commands
        .filter(({ subtype }) => REWRITING_COMMANDS.has(subtype ?? ''))
        .map(() => `It writes ${table} to another place or in another way.`);
      const { node } = statement;
      return isRewrite(node)
        ? [`${kindOf(node).replace('Stmt', '')} locks the table for all of its time.`]
        : altered;
    },
  },
];

/** STABLE functions that columns have as defaults. PostgreSQL stores their value once and rewrites nothing. */
const STABLE = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'current_setting',
  'timezone',
]);
const SERIAL = /^(small|big)?serial[248]?$/;

function isRewriting(column: ColumnDef): boolean {
  return (
    SERIAL.test(typeNameOf(column)) ||
    constraintsOf(column).some(
      ({ contype, raw_expr }) =>
        contype === 'CONSTR_IDENTITY' ||
        contype === 'CONSTR_GENERATED' ||
        (contype === 'CONSTR_DEFAULT' && callsVolatile(raw_expr)),
    )
  );
}

/** Returns whether an expression calls a function that may return another value for each row. */
function callsVolatile(expression: unknown): boolean {
  if (expression === null || typeof expression !== 'object') return false;
  const { FuncCall } = expression as { FuncCall?: { funcname?: Node[] } };
  const last = FuncCall?.funcname?.at(-1);
  if (last && 'String' in last && !STABLE.has(last.String.sval ?? '')) return true;
  return Object.values(expression).some(callsVolatile);
}

const REWRITING_COMMANDS = new Set([
  'AT_SetLogged',
  'AT_SetUnLogged',
  'AT_SetTableSpace',
  'AT_SetAccessMethod',
]);

function isRewrite(node: Node): boolean {
  if ('ClusterStmt' in node) return true;
  if ('RefreshMatViewStmt' in node) return !node.RefreshMatViewStmt.concurrent;
  if (!('VacuumStmt' in node)) return false;
  return (node.VacuumStmt.options ?? []).some((item) => 'DefElem' in item && item.DefElem.defname === 'full');
}
