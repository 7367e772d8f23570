import type { MigrationBody, MigrationClient } from './types.js';

const NAME = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const BUILDS = new RegExp(
  String.raw`\bcreate\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(${NAME})\s+on\s+(?:only\s+)?(?:(${NAME})\s*\.\s*)?${NAME}`,
  'i',
);

const DROPS = new RegExp(
  String.raw`\bdrop\s+index\s+concurrently\s+(?:if\s+exists\s+)?((?:${NAME}\s*\.\s*)?${NAME})`,
  'i',
);

/** What a migration does with one index CONCURRENTLY. */
export interface IndexWork {
  /** As the SQL writes it, with its schema where the table has one. */
  readonly index: string;
  readonly verb: 'build' | 'drop';
}

/** It is read here without PostgreSQL's parser, which is no part of what is deployed. */
export function indexWorkOf(body: MigrationBody): IndexWork | undefined {
  if (typeof body !== 'string') return undefined;
  const sql = withoutComments(body);
  const [, name, schema] = BUILDS.exec(sql) ?? [];
  if (name) return { index: schema ? `${schema}.${name}` : name, verb: 'build' };
  const [, dropped] = DROPS.exec(sql) ?? [];
  return dropped ? { index: dropped, verb: 'drop' } : undefined;
}

/** `building`: by another session, at this moment. Undefined: it is not there. */
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
 * CREATE INDEX CONCURRENTLY that fails leaves an invalid index behind, and IF NOT EXISTS then takes it for the
 * wanted one; REINDEX CONCURRENTLY leaves <name>_ccnew or <name>_ccold. Only an index that the SQL names is meant:
 * others may be another session's work.
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
