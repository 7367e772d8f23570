import type { Database } from '../database/connection.js';
import { codesOf, titleIdLimit } from '../issuers/codes.js';
import { titleSeriesOf } from '../issuers/issuers.js';
import type { Deadline } from '../lambda.js';
import type { Boleto, NewBoleto } from './boleto.js';
import { FIELDS, INSERTED } from './fields.js';
import { type IdempotencyKey, keyValues } from './idempotency.js';
import { LEASE_SECONDS } from './times.js';

export type Inserted =
  | { readonly outcome: 'stored'; readonly boleto: Boleto }
  /** Another boleto has this title id. Nothing was written but the key. */
  | { readonly outcome: 'title-taken'; readonly titleId: number }
  /** Another request holds the wallet's row, or no number is left. Nothing was written but the key. */
  | { readonly outcome: 'no-title-id' }
  /** An earlier request had the key. Nothing was written. */
  | { readonly outcome: 'key-taken' };

export interface InsertChoice {
  /** `bol_…`. Each try of one request gives the same, so that the key stays its own. */
  readonly id: string;
  /** The caller's number, or one of a block; null takes the wallet's next one, if no other request is taking one. */
  readonly titleId: number | null;
  /** Null if the request has none. */
  readonly key: IdempotencyKey | null;
}

/** The first parameters of each statement: id, title series, title id or its limit, barcode, digitable line. */
const COMPUTED = 5;
const parameterOf = (column: keyof NewBoleto) => `$${INSERTED.indexOf(column) + COMPUTED + 1}`;
/** The last parameters: the key and its hash. */
const KEY_PARAMETERS = [1, 2].map((place) => `$${COMPUTED + INSERTED.length + place}`).join(', ');

/** A wallet as the unique index and the sequences compare it: leading zeros make no difference to a bank. */
const WALLET = (['issuer_agency', 'issuer_account', 'issuer_wallet'] as const)
  .map((column) => `ltrim(${parameterOf(column)}, '0')`)
  .join(', ');

/**
 * Takes the key for this boleto. A key that an earlier try of the same request took is its own. It takes nothing if
 * another boleto has the key, and everything else depends on it.
 */
const KEY = `key AS (
    INSERT INTO idempotency_keys AS kept (tenant_id, key, request_hash, boleto_id, status)
    VALUES (${parameterOf('tenant_id')}, ${KEY_PARAMETERS}, $1, 201)
    ON CONFLICT (tenant_id, key) DO UPDATE SET boleto_id = kept.boleto_id WHERE kept.boleto_id = excluded.boleto_id
    RETURNING key
  ), `;

/** Takes the wallet's next number up to `$3`, unless another transaction holds the wallet's row. */
const nextTitleId = (keyed: boolean) => `free AS (
    SELECT issuer, agency, account, wallet FROM title_ids
    WHERE (issuer, agency, account, wallet) = ($2, ${WALLET}) ${keyed ? 'AND EXISTS (SELECT FROM key)' : ''}
    FOR UPDATE SKIP LOCKED
  ), title AS (
    UPDATE title_ids SET last = last + 1 FROM free
    WHERE (title_ids.issuer, title_ids.agency, title_ids.account, title_ids.wallet) =
        (free.issuer, free.agency, free.account, free.wallet) AND last < $3
    RETURNING last AS title_id
  ), `;

/**
 * Makes the statement that writes all or nothing: the key, the boleto, the lease of its first attempt and the reminder to
 * register it.
 */
function insertStatement(numbered: boolean, keyed: boolean): string {
  const source = numbered ? (keyed ? 'FROM key' : '') : 'FROM title';
  return `
  WITH ${keyed ? KEY : ''}${numbered ? '' : nextTitleId(keyed)}boleto AS (
    INSERT INTO boletos (
      id, title_series, status, status_filter, title_id, barcode, digitable_line, registration_attempts,
      registering_until, ${INSERTED.join(', ')}
    )
    SELECT
      $1, $2, 'issued', CASE WHEN ${parameterOf('register')} THEN NULL ELSE 'issued' END,
      ${numbered ? '$3::bigint' : 'title_id'}, $4, $5,
      CASE WHEN ${parameterOf('register')} THEN 1 ELSE 0 END,
      CASE WHEN ${parameterOf('register')} THEN now() + interval '${LEASE_SECONDS} s' END,
      ${INSERTED.map(parameterOf).join(', ')}
    ${source}
    ON CONFLICT DO NOTHING
    RETURNING id, register, created_at
  ), reminder AS (
    INSERT INTO outbox (boleto_id, kind, body, due_at)
    SELECT id, 'registration', json_build_object('boleto_id', id), now() + interval '${LEASE_SECONDS} s'
    FROM boleto WHERE register
  )
  SELECT (SELECT created_at FROM boleto) AS created_at,
    ${numbered ? '$3::bigint' : '(SELECT title_id FROM title)'} AS title_id,
    ${keyed ? 'EXISTS (SELECT FROM key)' : 'true'} AS has_key`;
}

const STATEMENTS = {
  numbered: { plain: insertStatement(true, false), keyed: insertStatement(true, true) },
  next: { plain: insertStatement(false, false), keyed: insertStatement(false, true) },
};

interface Row {
  readonly created_at: Date | null;
  readonly title_id: number | null;
  readonly has_key: boolean;
}

/** Stores a boleto. If it is to be registered, the caller then holds the lease of the first attempt. */
export async function insertBoleto(
  database: Database,
  boleto: NewBoleto,
  { id, titleId, key }: InsertChoice,
  deadline: Deadline,
): Promise<Inserted> {
  const codes = titleId === null ? undefined : codesOf(boleto, titleId);
  const [row] = await database.query<Row>(
    STATEMENTS[titleId === null ? 'next' : 'numbered'][key ? 'keyed' : 'plain'],
    [
      id,
      titleSeriesOf(boleto.issuer),
      titleId ?? titleIdLimit(boleto.issuer),
      codes?.barcode ?? null,
      codes?.digitable_line ?? null,
      ...INSERTED.map((column) => columnValue(column, boleto[column])),
      ...(key ? keyValues(key) : []),
    ],
    deadline,
  );
  if (!row) throw new Error('INSERT … RETURNING returned no row');
  if (!row.has_key) return { outcome: 'key-taken' };
  if (row.title_id === null) return { outcome: 'no-title-id' };
  if (row.created_at === null) return { outcome: 'title-taken', titleId: row.title_id };
  const { title_id, created_at } = row;
  return {
    outcome: 'stored',
    boleto: { ...boleto, ...unset(boleto, codes), id, title_id, created_at, updated_at: created_at },
  };
}

/** Returns the columns that the INSERT fills in by itself, as the table then has them. */
function unset({ register }: NewBoleto, codes: ReturnType<typeof codesOf>) {
  return {
    status: 'issued' as const,
    paid_amount: 0,
    issuer_id: null,
    issuer_response_code: null,
    barcode: codes?.barcode ?? null,
    digitable_line: codes?.digitable_line ?? null,
    bank_response_code: null,
    boleto_url: null,
    registration_attempts: register ? 1 : 0,
    attempts_allowed: ATTEMPTS_ALLOWED,
    events: 0,
    payer_erased_at: null,
  };
}

/** The column's default. */
const ATTEMPTS_ALLOWED = 100;

function columnValue(column: keyof NewBoleto, value: unknown): unknown {
  return FIELDS[column].insert === 'json' && value !== null ? JSON.stringify(value) : value;
}
