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
    check: ({ node, isNew }) => {
      if (!('RenameStmt' in node)) return [];
      const { renameType, relation, subname, newname } = node.RenameStmt;
      const table = tableName(relation);
      if (!['OBJECT_TABLE', 'OBJECT_COLUMN', 'OBJECT_VIEW'].includes(renameType ?? '') || isNew(table))
        return [];
      return [`It renames ${subname ? `${table}.${subname}` : table} to ${newname}.`];
    },
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
      'DropStmt' in node && ['OBJECT_TABLE', 'OBJECT_VIEW'].includes(node.DropStmt.removeType ?? '')
        ? droppedNames(node.DropStmt.objects)
            .filter((name) => !isNew(name))
            .map((name) => `It drops ${name}.`)
        : [],
  },
];
