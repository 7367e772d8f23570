import type { MigrationBody, MigrationClient } from './types.js';

const NAME = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const BUILD = new RegExp(
  String.raw`\bcreate\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(${NAME})\s+on\s+(?:only\s+)?(?:(${NAME})\s*\.\s*)?${NAME}`,
  'i',
);

const DROP = new RegExp(
  String.raw`\bdrop\s+index\s+concurrently\s+(?:if\s+exists\s+)?((?:${NAME}\s*\.\s*)?${NAME})`,
  'i',
);

/** The index that a migration builds or drops CONCURRENTLY. */
export interface IndexWork {
  /** Name as the SQL writes it, with the schema that the SQL gives the table. */
  readonly index: string;
  readonly verb: 'build' | 'drop';
}

/**
 * Reads which index a migration builds or drops CONCURRENTLY; undefined if it does neither. Uses regular expressions,
 * since PostgreSQL's parser is not deployed.
 */
export function indexWorkOf(body: MigrationBody): IndexWork | undefined {
  if (typeof body !== 'string') return undefined;
  const sql = withoutComments(body);
  const [, name, schema] = BUILD.exec(sql) ?? [];
  if (name) return { index: schema ? `${schema}.${name}` : name, verb: 'build' };
  const [, dropped] = DROP.exec(sql) ?? [];
  return dropped ? { index: dropped, verb: 'drop' } : undefined;
}

/** Returns the state of an index; undefined if it does not exist. `building`: another session is building it now. */
export async function stateOfIndex(
  client: MigrationClient,
  index: string,
): Promise<'valid' | 'invalid' | 'building' | undefined> {
  const { rows } = await client.query(
    `select indisvalid as valid, exists
       (select from pg_stat_progress_create_index where index_relid = indexrelid) as building
     from pg_index where indexrelid = to_regclass($1)`,
    [index],
  );
  const row = rows[0];
  if (!row) return undefined;
  if (row.valid === true) return 'valid';
  return row.building === true ? 'building' : 'invalid';
}

/**
 * Returns an invalid index that a migration left; undefined for none.
 *
 * CREATE INDEX CONCURRENTLY leaves an invalid index when it fails, which IF NOT EXISTS then accepts. REINDEX CONCURRENTLY
 * leaves <name>_ccnew or <name>_ccold. Looks only at indexes that the SQL names: others may belong to another session.
 */
export async function invalidIndex(
  client: MigrationClient,
  body: MigrationBody,
): Promise<string | undefined> {
  if (typeof body !== 'string') return undefined;
  const { rows } = await client.query(
    `select indexrelid::regclass::text as name, relname from pg_index join pg_class on pg_class.oid = indexrelid
     where not indisvalid`,
  );
  const sql = withoutComments(body);
  const words = new Set(`${sql} ${sql.toLowerCase()}`.match(/[\w$]+/g));
  const found = rows.find(({ relname }) => words.has(String(relname).replace(/_cc(new|old)\d*$/, '')));
  return found && String(found.name);
}

function withoutComments(sql: string): string {
  return sql.replace(/--.*$/gm, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ');
}
