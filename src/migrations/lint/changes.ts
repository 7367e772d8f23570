import type { AlterTableCmd, ColumnDef, Constraint, ConstrType } from 'libpg-query';
import type { Statement } from './rule.js';
import { columnOf, commandsOf, constraintOf, constraintsOf, tableName } from './tables.js';

/** Returns the commands of an ALTER TABLE; none if its table is new. */
export function changes({ node, isNew }: Statement): { table: string; commands: AlterTableCmd[] } {
  if (!('AlterTableStmt' in node)) return { table: '', commands: [] };
  const table = tableName(node.AlterTableStmt.relation);
  return { table, commands: isNew(table) ? [] : commandsOf(node.AlterTableStmt.cmds) };
}

/** Returns the constraints of these types that an ALTER TABLE adds to a table that is not new. */
export function addedConstraints(
  statement: Statement,
  types: readonly ConstrType[],
): { table: string; constraint: Constraint }[] {
  const { table, commands } = changes(statement);
  return commands.flatMap((command) => {
    const constraint = command.subtype === 'AT_AddConstraint' ? constraintOf(command) : undefined;
    return constraint?.contype && types.includes(constraint.contype) ? [{ table, constraint }] : [];
  });
}

/** Returns the columns that an ALTER TABLE adds to a table that is not new. */
export function addedColumns(statement: Statement): { table: string; column: ColumnDef }[] {
  const { table, commands } = changes(statement);
  return commands.flatMap((command) => {
    const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
    return column ? [{ table, column }] : [];
  });
}

/** Returns whether the definition of a column has a constraint of one of these types. */
export function hasConstraint(column: ColumnDef, types: readonly ConstrType[]): boolean {
  return constraintsOf(column).some(({ contype }) => contype !== undefined && types.includes(contype));
}
