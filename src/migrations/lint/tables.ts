import type { AlterTableCmd, ColumnDef, Constraint, Node, RangeVar } from 'libpg-query';

/** Returns the type of a node, such as `AlterTableStmt`. */
export function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? '';
}

/** Returns a table's name, with its schema unless that is `public`; empty for no table. */
export function tableName(relation: RangeVar | undefined): string {
  const { schemaname, relname = '' } = relation ?? {};
  return schemaname === undefined || schemaname === 'public' ? relname : `${schemaname}.${relname}`;
}

/** Returns the names of the objects that a DROP lists, each with its schema unless that is `public`. */
export function droppedNames(objects: readonly Node[] = []): string[] {
  return objects.map((object) => {
    const items = 'List' in object ? (object.List.items ?? []) : [object];
    const names = items.flatMap((item) => ('String' in item ? [item.String.sval ?? ''] : []));
    return names.filter((name, index) => index > 0 || name !== 'public').join('.');
  });
}

export function commandsOf(cmds: readonly Node[] = []): AlterTableCmd[] {
  return cmds.flatMap((node) => ('AlterTableCmd' in node ? [node.AlterTableCmd] : []));
}

export function columnOf({ def }: AlterTableCmd): ColumnDef | undefined {
  return def && 'ColumnDef' in def ? def.ColumnDef : undefined;
}

export function constraintOf({ def }: AlterTableCmd): Constraint | undefined {
  return def && 'Constraint' in def ? def.Constraint : undefined;
}

export function constraintsOf({ constraints = [] }: ColumnDef): Constraint[] {
  return constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

export function typeNameOf({ typeName }: ColumnDef): string {
  const last = typeName?.names?.at(-1);
  return last && 'String' in last ? (last.String.sval ?? '') : '';
}

/** Returns the names of the options that a statement lists, as in `REINDEX (CONCURRENTLY)`. */
export function optionsOf(items: readonly Node[] = []): string[] {
  return items.flatMap((item) => ('DefElem' in item ? [item.DefElem.defname ?? ''] : []));
}

/** Returns the table that a statement changes; undefined if it changes none. */
export function changedTable(node: Node): string | undefined {
  if ('AlterTableStmt' in node) return tableName(node.AlterTableStmt.relation);
  if ('IndexStmt' in node) return tableName(node.IndexStmt.relation);
  if ('UpdateStmt' in node) return tableName(node.UpdateStmt.relation);
  if ('DeleteStmt' in node) return tableName(node.DeleteStmt.relation);
  if ('InsertStmt' in node) return tableName(node.InsertStmt.relation);
  if ('RenameStmt' in node) return tableName(node.RenameStmt.relation);
  return undefined;
}
