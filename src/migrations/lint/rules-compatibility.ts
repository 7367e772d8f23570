import type { Node } from 'libpg-query';
import { addedColumns, changes, hasConstraint } from './changes.js';
import { type Rule, UP } from './rule.js';
import { droppedNames, tableName } from './tables.js';

const IN_USE = 'The version of the service before this one runs on while the migration does, and after it.';

/** Rules about the release in service while the schema changes: expand, migrate, contract. */
export const compatibilityRules: readonly Rule[] = [
  {
    name: 'required-column',
    why: `${IN_USE} Its INSERT does not name the column, and rows that are there have no value for it.`,
    fix: 'Give it a DEFAULT, or leave NOT NULL for a later migration.',
    sections: UP,
    check: (statement) =>
      addedColumns(statement)
        .filter(
          ({ column }) =>
            hasConstraint(column, ['CONSTR_NOTNULL']) &&
            !hasConstraint(column, ['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED']),
        )
        .map(({ table, column }) => `It adds ${table}.${column.colname} NOT NULL without a default.`),
  },
  {
    name: 'rename',
    why: `${IN_USE} It knows the old name.`,
    fix: 'Add the new one, write both, and drop the old one when no release reads it any more.',
    sections: UP,
    check: ({ node, isNew }) =>
      renamed(node)
        .filter(({ table }) => !isNew(table))
        .map(({ from, to }) => `It renames ${from} to ${to}.`),
  },
  {
    name: 'drop-column',
    why: `${IN_USE} A SELECT or INSERT that names the column fails. The data is gone.`,
    fix: 'Drop it when no release in service, nor one that may be rolled back to, names it; then say so by sbw:allow.',
    sections: UP,
    check: (statement) => {
      const { table, commands } = changes(statement);
      return commands
        .filter(({ subtype }) => subtype === 'AT_DropColumn')
        .map(({ name }) => `It drops ${table}.${name}.`);
    },
  },
  {
    name: 'drop-table',
    why: `${IN_USE} Every statement that names the table fails. The data is gone.`,
    fix: 'Drop it when no release in service, nor one that may be rolled back to, names it; then say so by sbw:allow.',
    sections: UP,
    check: ({ node, isNew }) =>
      'DropStmt' in node && RELATIONS.has(node.DropStmt.removeType ?? '')
        ? droppedNames(node.DropStmt.objects)
            .filter((name) => !isNew(name))
            .map((name) => `It drops ${name}.`)
        : [],
  },
];

/** Kinds of objects that a query names. Dropping or renaming a schema affects all of those in it. */
const RELATIONS = new Set([
  'OBJECT_TABLE',
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SCHEMA',
]);
const RENAMABLE = new Set([...RELATIONS, 'OBJECT_COLUMN']);

interface Renamed {
  /** Empty for a name that belongs to no table. */
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

function renamed(node: Node): Renamed[] {
  if ('AlterEnumStmt' in node && node.AlterEnumStmt.oldVal !== undefined) {
    const { oldVal, newVal = '' } = node.AlterEnumStmt;
    return [{ table: '', from: `the value ${oldVal}`, to: newVal }];
  }
  if ('AlterObjectSchemaStmt' in node) {
    const { objectType = '', relation, newschema } = node.AlterObjectSchemaStmt;
    const table = tableName(relation);
    return RELATIONS.has(objectType) ? [{ table, from: table, to: `${newschema}.${relation?.relname}` }] : [];
  }
  if (!('RenameStmt' in node) || !RENAMABLE.has(node.RenameStmt.renameType ?? '')) return [];
  const { relation, subname, newname = '' } = node.RenameStmt;
  const table = tableName(relation);
  return [{ table, from: [table, subname].filter(Boolean).join('.'), to: newname }];
}
