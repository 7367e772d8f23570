/**
 * Returns SQL that is true for the boleto with an id if it is the tenant's.
 *
 * No index serves IS NOT DISTINCT FROM, so that PostgreSQL finds the boleto by its id alone. With `=`, a statement that
 * is planned while the table is empty may use an index that begins with the tenant. Its connection would then read all
 * of the tenant's boletos each time, until something analyzes the table.
 *
 * @param tenantId name of the parameter with the tenant's id
 * @param id name of the parameter with the boleto's id
 * @example `SELECT * FROM boletos WHERE ${oneOfTenant('$1', '$2')}`
 */
export function oneOfTenant(tenantId: string, id: string): string {
  return `boletos.id = ${id} AND boletos.tenant_id IS NOT DISTINCT FROM ${tenantId}`;
}
