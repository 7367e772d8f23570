/**
 * SQL that is true of the boleto with an id, if it is the tenant's; to be called with two parameters' names.
 *
 * No index serves IS NOT DISTINCT FROM, so the id alone decides how the boleto is found. A statement with `=` that is
 * planned while the table is empty may take an index that begins with the tenant, and its connection then reads all of
 * the tenant's boletos each time, for as long as nothing analyzes the table.
 *
 * @example `SELECT * FROM boletos WHERE ${oneOfTenant('$1', '$2')}`
 */
export function oneOfTenant(tenantId: string, id: string): string {
  return `boletos.id = ${id} AND boletos.tenant_id IS NOT DISTINCT FROM ${tenantId}`;
}
