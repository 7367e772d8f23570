import type { Constraint, Node } from 'libpg-query';
import { addedColumns, addedConstraints, changes, hasConstraint } from './changes.js';
import { type Rule, UP } from './rule.js';
import { changedTable, tableName } from './tables.js';

const named = ({ conname }: Constraint) => conname ?? 'a constraint';

/** Constraints that PostgreSQL checks by reading every row. */
const CHECKED = ['CONSTR_CHECK', 'CONSTR_FOREIGN'] as const;
/** Constraints for which PostgreSQL builds an index. */
const INDEXED = ['CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_EXCLUSION'] as const;

/** Rules about locks that make a running service wait. */
export const lockRules: readonly Rule[] = [
  {
    name: 'constraint-not-valid',
    why: 'The whole table is read to prove it, while nobody may write to it.',
    fix: 'ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a migration of its own: that one lets others write.',
    sections: UP,
    check: (statement) => [
      ...addedConstraints(statement, CHECKED)
        .filter(({ constraint }) => !constraint.skip_validation)
        .map(
          ({ table, constraint }) => `It adds ${named(constraint)} to ${table} and proves it of every row.`,
        ),
      ...addedColumns(statement)
        .filter(({ column }) => hasConstraint(column, CHECKED))
        .map(
          ({ table, column }) =>
            `It adds ${column.colname} to ${table} with a constraint that it proves of every row.`,
        ),
      ...ofDomain(statement.node),
    ],
  },
  {
    name: 'constraint-by-index',
    why: 'It builds an index while nobody may read or write the table.',
    fix: 'CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX.',
    sections: UP,
    check: (statement) => [
      ...addedConstraints(statement, INDEXED)
        .filter(({ constraint }) => !constraint.indexname)
        .map(({ table, constraint }) => `It builds the index of ${named(constraint)} of ${table}.`),
      ...addedColumns(statement)
        .filter(({ column }) => hasConstraint(column, INDEXED))
        .map(({ table, column }) => `It builds the index of the new column ${column.colname} of ${table}.`),
    ],
  },
  {
    name: 'set-not-null',
    why: 'The whole table is read to prove it while nobody may read or write it, unless a valid CHECK says the same.',
    fix: 'ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID; VALIDATE it; SET NOT NULL; DROP the constraint: each a migration.',
    sections: UP,
    check: (statement) => {
      const { table, commands } = changes(statement);
      return commands
        .filter(({ subtype }) => subtype === 'AT_SetNotNull')
        .map(({ name }) => `It makes ${table}.${name} NOT NULL.`);
    },
  },
  {
    name: 'lock-table',
    why: 'It is kept to the end of the transaction, and everybody waits behind it.',
    fix: 'Leave it out: each statement takes the lock that it needs. TRUNCATE: DELETE in batches.',
    sections: UP,
    check: ({ node, isNew }) => {
      if ('LockStmt' in node) return ['It locks a table by hand.'];
      if (!('TruncateStmt' in node)) return [];
      const tables = (node.TruncateStmt.relations ?? []).flatMap((item) =>
        'RangeVar' in item ? [tableName(item.RangeVar)] : [],
      );
      return tables.filter((table) => !isNew(table)).map((table) => `It truncates ${table}.`);
    },
  },
  {
    name: 'several-tables',
    why: 'One transaction that locks two tables in use can deadlock with the service, which takes them in another order, and keeps the first while it waits for the second.',
    fix: 'One table a migration.',
    sections: UP,
    check: ({ node, transaction, statements, index, isNew }) => {
      if (!transaction || !('AlterTableStmt' in node)) return [];
      const table = changedTable(node) ?? '';
      const before = statements.slice(0, index).flatMap(({ node: earlier }) => {
        const other = 'AlterTableStmt' in earlier ? changedTable(earlier) : undefined;
        return other !== undefined && other !== table && !isNew(other) ? [other] : [];
      });
      const first = before[0];
      return first === undefined || isNew(table) ? [] : [`It alters ${table} while it holds ${first}.`];
    },
  },
  {
    name: 'backfill-apart',
    why: 'The rows are written while the lock of the ALTER TABLE before is held: everybody waits for all of it.',
    fix: 'Change the rows in a migration of their own; a large table in batches, outside of migrations.',
    sections: UP,
    check: ({ node, transaction, statements, index, isNew }) => {
      if (!transaction || !('UpdateStmt' in node || 'DeleteStmt' in node)) return [];
      const table = changedTable(node) ?? '';
      const isLocked = statements
        .slice(0, index)
        .some(({ node: earlier }) => 'AlterTableStmt' in earlier && changedTable(earlier) === table);
      return isLocked && !isNew(table) ? [`It changes rows of ${table} under the lock that altered it.`] : [];
    },
  },
];

/** PostgreSQL checks a changed domain in every table that has a column of it. */
function ofDomain(node: Node): string[] {
  if (!('AlterDomainStmt' in node)) return [];
  const { subtype, typeName = [], def } = node.AlterDomainStmt;
  const name = typeName.map((part) => ('String' in part ? part.String.sval : '')).join('.');
  if (subtype === 'O')
    return [`It makes the domain ${name} NOT NULL, and proves it of every row of every table with it.`];
  const isChecked = def && 'Constraint' in def && !def.Constraint.skip_validation;
  return isChecked
    ? [
        `It adds ${named(def.Constraint)} to the domain ${name} and proves it of every row of every table with it.`,
      ]
    : [];
}
