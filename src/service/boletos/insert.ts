import pg from 'pg';
import type { Database } from '../database/connection.js';
import { newId } from '../id.js';
import { codesOf } from '../issuers/codes.js';
import { titleSeriesOf } from '../issuers/issuers.js';
import type { Deadline } from '../lambda.js';
import type { Boleto, NewBoleto } from './boleto.js';
import { FIELDS, INSERTED } from './fields.js';
import { LEASE_SECONDS } from './times.js';

/** A request with the same key and body is the same request sent again. */
export interface IdempotencyKey {
  readonly key: string;
  /** SHA-256 of the body, hex. */
  readonly bodyHash: string;
}

export type Inserted =
  | { readonly outcome: 'stored'; readonly boleto: Boleto }
  /** Another boleto has this title id. Nothing was written but the wallet's sequence. */
  | { readonly outcome: 'title-taken'; readonly titleId: number }
  /** An earlier request had the key. Nothing was written. */
  | { readonly outcome: 'key-taken' };

/**
 * The first parameters of the statement: id, title series, key, hash, title id, barcode, digitable line. The columns'
 * follow.
 */
const COMPUTED = 7;
const parameterOf = (column: keyof NewBoleto) => `$${INSERTED.indexOf(column) + COMPUTED + 1}`;

/** A wallet as the unique index and the sequences compare it: leading zeros make no difference to a bank. */
const WALLET = (['issuer_agency', 'issuer_account', 'issuer_wallet'] as const)
  .map((column) => `ltrim(${parameterOf(column)}, '0')`)
  .join(', ');

/**
 * Writes all or nothing, because it is one statement: the title id (the caller's or the wallet's next one), the boleto,
 * the lease of its first attempt, the reminder to register it, and the key. It fails if the key is taken.
 */
const INSERT = `
  WITH next AS (
    INSERT INTO title_ids AS sequence (issuer, agency, account, wallet, last)
    SELECT $2, ${WALLET}, 1 WHERE $5::bigint IS NULL
    ON CONFLICT (issuer, agency, account, wallet) DO UPDATE SET last = sequence.last + 1
    RETURNING last
  ), title AS (
    SELECT COALESCE($5, (SELECT last FROM next)) AS title_id
  ), boleto AS (
    INSERT INTO boletos (
      id, title_series, status, title_id, barcode, digitable_line, registration_attempts, registering_until,
      ${INSERTED.join(', ')}
    )
    SELECT
      $1, $2, 'issued', title_id, $6, $7,
      CASE WHEN ${parameterOf('register')} THEN 1 ELSE 0 END,
      CASE WHEN ${parameterOf('register')} THEN now() + interval '${LEASE_SECONDS} s' END,
      ${INSERTED.map(parameterOf).join(', ')}
    FROM title
    ON CONFLICT DO NOTHING
    RETURNING *
  ), reminder AS (
    INSERT INTO outbox (boleto_id, kind, body, due_at)
    SELECT id, 'registration', json_build_object('boleto_id', id), now() + interval '${LEASE_SECONDS} s'
    FROM boleto WHERE register
  ), key AS (
    INSERT INTO idempotency_keys (tenant_id, key, body_hash, boleto_id)
    SELECT tenant_id, $3, $4, id FROM boleto WHERE $3::text IS NOT NULL
  )
  SELECT boleto.*, title.title_id AS tried FROM title LEFT JOIN boleto ON true`;

type Row = { readonly [Column in keyof Boleto]: Boleto[Column] | null } & { readonly tried: number };

/**
 * Stores a boleto. If it is to be registered, the caller then holds the lease of the first attempt.
 *
 * @param chosen `titleId`: null takes the wallet's next one. `key`: null if the request has none
 */
export async function insertBoleto(
  database: Database,
  boleto: NewBoleto,
  chosen: { readonly titleId: number | null; readonly key: IdempotencyKey | null },
  deadline: Deadline,
): Promise<Inserted> {
  const { titleId, key } = chosen;
  const codes = titleId === null ? undefined : codesOf(boleto, titleId);
  const computed = [newId('bol_'), titleSeriesOf(boleto.issuer), key?.key ?? null, key?.bodyHash ?? null];
  const values = INSERTED.map((column) => columnValue(column, boleto[column]));
  try {
    const [row] = await database.query<Row>(
      INSERT,
      [...computed, titleId, codes?.barcode ?? null, codes?.digitable_line ?? null, ...values],
      deadline,
    );
    if (!row) throw new Error('INSERT … RETURNING returned no row');
    const { tried, ...stored } = row;
    return stored.id === null
      ? { outcome: 'title-taken', titleId: tried }
      : { outcome: 'stored', boleto: stored as Boleto };
  } catch (error) {
    if (isTakenKey(error)) return { outcome: 'key-taken' };
    throw error;
  }
}

function columnValue(column: keyof NewBoleto, value: unknown): unknown {
  return FIELDS[column].insert === 'json' && value !== null ? JSON.stringify(value) : value;
}

function isTakenKey(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.constraint === 'idempotency_keys_pkey';
}
