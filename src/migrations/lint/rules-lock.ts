import type { ColumnDef, Constraint, Node } from 'libpg-query';
import { type Check, type Rule, UP } from './rule.js';
import {
  changedTable,
  columnOf,
  commandsOf,
  constraintOf,
  constraintsOf,
  kindOf,
  tableName,
  typeNameOf,
} from './tables.js';

type Sight = Parameters<Check>[0];

/** The commands of an ALTER TABLE of a table that is in use. */
function changes({ node, isNew }: Sight) {
  if (!('AlterTableStmt' in node)) return { table: '', commands: [] };
  const table = tableName(node.AlterTableStmt.relation);
  return { table, commands: isNew(table) ? [] : commandsOf(node.AlterTableStmt.cmds) };
}

function addedConstraints(sight: Sight): { table: string; constraint: Constraint }[] {
  const { table, commands } = changes(sight);
  return commands.flatMap((command) => {
    const constraint = command.subtype === 'AT_AddConstraint' ? constraintOf(command) : undefined;
    return constraint ? [{ table, constraint }] : [];
  });
}

function addedColumns(sight: Sight): { table: string; column: ColumnDef }[] {
  const { table, commands } = changes(sight);
  return commands.flatMap((command) => {
    const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
    return column ? [{ table, column }] : [];
  });
}

const named = ({ conname }: Constraint) => conname ?? 'a constraint';

/** Rules about locks that hold up a service that runs. */
export const lockRules: readonly Rule[] = [
  {
    name: 'index-concurrently',
    why: 'CREATE INDEX lets nobody write to the table until it is built.',
    fix: 'CREATE INDEX CONCURRENTLY, alone in a migration that says: -- migrate:up transaction:false',
    sections: UP,
    check: ({ node, isNew }) => {
      if (!('IndexStmt' in node) || node.IndexStmt.concurrent) return [];
      const table = tableName(node.IndexStmt.relation);
      return isNew(table) ? [] : [`It builds an index of ${table}, which is in use.`];
    },
  },
  {
    name: 'drop-index-concurrently',
    why: 'DROP INDEX waits for every transaction that uses the table, and everybody after it waits behind it.',
    fix: 'DROP INDEX CONCURRENTLY, alone in a migration that says: -- migrate:up transaction:false',
    sections: UP,
    check: ({ node }) =>
      'DropStmt' in node && node.DropStmt.removeType === 'OBJECT_INDEX' && !node.DropStmt.concurrent
        ? ['It drops an index of a table that is in use.']
        : [],
  },
  {
    name: 'constraint-not-valid',
    why: 'The whole table is read to prove it, while nobody may write to it.',
    fix: 'ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a migration of its own: that one lets others write.',
    sections: UP,
    check: (sight) => [
      ...addedConstraints(sight)
        .filter(
          ({ constraint: { contype, skip_validation } }) =>
            ['CONSTR_CHECK', 'CONSTR_FOREIGN'].includes(contype ?? '') && !skip_validation,
        )
        .map(
          ({ table, constraint }) => `It adds ${named(constraint)} to ${table} and proves it of every row.`,
        ),
      ...addedColumns(sight)
        .filter(({ column }) =>
          constraintsOf(column).some(({ contype }) =>
            ['CONSTR_CHECK', 'CONSTR_FOREIGN'].includes(contype ?? ''),
          ),
        )
        .map(
          ({ table, column }) =>
            `It adds ${column.colname} to ${table} with a constraint that it proves of every row.`,
        ),
    ],
  },
  {
    name: 'constraint-by-index',
    why: 'It builds an index while nobody may read or write the table.',
    fix: 'CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX.',
    sections: UP,
    check: (sight) => [
      ...addedConstraints(sight)
        .filter(
          ({ constraint: { contype, indexname } }) =>
            ['CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_EXCLUSION'].includes(contype ?? '') && !indexname,
        )
        .map(({ table, constraint }) => `It builds the index of ${named(constraint)} of ${table}.`),
      ...addedColumns(sight)
        .filter(({ column }) =>
          constraintsOf(column).some(({ contype }) =>
            ['CONSTR_UNIQUE', 'CONSTR_PRIMARY'].includes(contype ?? ''),
          ),
        )
        .map(({ table, column }) => `It builds the index of the new column ${column.colname} of ${table}.`),
    ],
  },
  {
    name: 'set-not-null',
    why: 'The whole table is read to prove it while nobody may read or write it, unless a valid CHECK says the same.',
    fix: 'ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID; VALIDATE it; SET NOT NULL; DROP the constraint: each a migration.',
    sections: UP,
    check: (sight) => {
      const { table, commands } = changes(sight);
      return commands
        .filter(({ subtype }) => subtype === 'AT_SetNotNull')
        .map(({ name }) => `It makes ${table}.${name} NOT NULL.`);
    },
  },
  {
    name: 'change-type',
    why: 'Most changes of a type write the whole table anew while nobody may read or write it, and the code before may not know the new one.',
    fix: 'Add a column of the new type, write both, copy in batches, read the new one, drop the old one. Where PostgreSQL rewrites nothing (a wider varchar), say so by sbw:allow.',
    sections: UP,
    check: (sight) => {
      const { table, commands } = changes(sight);
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
    check: (sight) =>
      addedColumns(sight)
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
    check: ({ node }) =>
      isRewrite(node) ? [`${kindOf(node).replace('Stmt', '')} locks the table for all of its time.`] : [],
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

/** PostgreSQL keeps the value of a function once where it is STABLE; these are, of those that columns are given. */
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

/** Whether a default calls a function that is not known to answer every row alike. */
function callsVolatile(expression: unknown): boolean {
  if (expression === null || typeof expression !== 'object') return false;
  const { FuncCall } = expression as { FuncCall?: { funcname?: Node[] } };
  const last = FuncCall?.funcname?.at(-1);
  if (last && 'String' in last && !STABLE.has(last.String.sval ?? '')) return true;
  return Object.values(expression).some(callsVolatile);
}

function isRewrite(node: Node): boolean {
  if ('ClusterStmt' in node) return true;
  if ('RefreshMatViewStmt' in node) return !node.RefreshMatViewStmt.concurrent;
  if (!('VacuumStmt' in node)) return false;
  return (node.VacuumStmt.options ?? []).some((item) => 'DefElem' in item && item.DefElem.defname === 'full');
}
