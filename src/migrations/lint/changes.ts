import type { ColumnDef, Constraint } from 'libpg-query';
import type { Sight } from './rule.js';
import { columnOf, commandsOf, constraintOf, tableName } from './tables.js';

/** The commands of an ALTER TABLE of a table that is in use. */
export function changes({ node, isNew }: Sight) {
  if (!('AlterTableStmt' in node)) return { table: '', commands: [] };
  const table = tableName(node.AlterTableStmt.relation);
  return { table, commands: isNew(table) ? [] : commandsOf(node.AlterTableStmt.cmds) };
}

export function addedConstraints(sight: Sight): { table: string; constraint: Constraint }[] {
  const { table, commands } = changes(sight);
  return commands.flatMap((command) => {
    const constraint = command.subtype === 'AT_AddConstraint' ? constraintOf(command) : undefined;
    return constraint ? [{ table, constraint }] : [];
  });
}

export function addedColumns(sight: Sight): { table: string; column: ColumnDef }[] {
  const { table, commands } = changes(sight);
  return commands.flatMap((command) => {
    const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
    return column ? [{ table, column }] : [];
  });
}
