import type { Node } from 'libpg-query';
import { type Rule, UP } from './rule.js';
import { columnOf, commandsOf, constraintsOf, droppedNames, tableName } from './tables.js';

const IN_USE = 'The version of the service before this one runs on while the migration does, and after it.';

/** Rules about the code that runs while the schema changes: expand, migrate, contract. */
export const compatibilityRules: readonly Rule[] = [
  {
    name: 'required-column',
    why: `${IN_USE} Its INSERT does not name the column, and rows that are there have no value for it.`,
    fix: 'Give it a DEFAULT, or leave NOT NULL for a later migration.',
    sections: UP,
    check: ({ node, isNew }) => {
      if (!('AlterTableStmt' in node)) return [];
      const table = tableName(node.AlterTableStmt.relation);
      if (isNew(table)) return [];
      return commandsOf(node.AlterTableStmt.cmds)
        .filter(({ subtype }) => subtype === 'AT_AddColumn')
        .flatMap((command) => columnOf(command) ?? [])
        .filter((column) => {
          const kinds = constraintsOf(column).map(({ contype }) => contype);
          const hasValue = kinds.some((kind) =>
            ['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'].includes(kind ?? ''),
          );
          return kinds.includes('CONSTR_NOTNULL') && !hasValue;
        })
        .map(({ colname }) => `It adds ${table}.${colname} NOT NULL without a default.`);
    },
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
    check: ({ node, isNew }) => {
      if (!('AlterTableStmt' in node)) return [];
      const table = tableName(node.AlterTableStmt.relation);
      if (isNew(table)) return [];
      return commandsOf(node.AlterTableStmt.cmds)
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
      'DropStmt' in node && DROPPED.has(node.DropStmt.removeType ?? '')
        ? droppedNames(node.DropStmt.objects)
            .filter((name) => !isNew(name))
            .map((name) => `It drops ${name}.`)
        : [],
  },
];

/** What holds rows or shows them; a schema goes with all that it holds. */
const DROPPED = new Set([
  'OBJECT_TABLE',
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SCHEMA',
]);
const RENAMED = new Set([...DROPPED, 'OBJECT_COLUMN']);

interface Renamed {
  /** '' where it is no part of one. */
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
    return DROPPED.has(objectType) ? [{ table, from: table, to: `${newschema}.${relation?.relname}` }] : [];
  }
  if (!('RenameStmt' in node) || !RENAMED.has(node.RenameStmt.renameType ?? '')) return [];
  const { relation, subname, newname = '' } = node.RenameStmt;
  const table = tableName(relation);
  return [{ table, from: [table, subname].filter(Boolean).join('.'), to: newname }];
}
