import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/connection.js';
import { conflict, HttpError, invalidParameters } from '../http/errors.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import { deleteInBatches } from './delete-in-batches.js';
import { LEASE_SECONDS } from './times.js';

/** The key of a request. A request with the same key and hash is the same request sent again. */
export interface IdempotencyKey {
  readonly key: string;
  /** SHA-256 of method, path and body, hex. */
  readonly hash: string;
  /** SHA-256 of the body alone, for keys that the releases before 2026-12-01 kept. */
  readonly bodyHash: string;
}

/** What the first request with a key was answered. */
export interface KeptAnswer {
  /** HTTP status. */
  readonly status: number;
  readonly boleto: Boleto;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Returns the key of a request and its hash. The order of the body's fields makes no difference.
 *
 * @param header the header Idempotency-Key; undefined if the request has none
 * @param target the method and the path: `POST /boletos/bol_…/cancel`
 * @throws HttpError 400 unless the key is 1 to 255 visible ASCII characters
 */
export function readIdempotencyKey(
  header: string | undefined,
  target: string,
  body: unknown,
): IdempotencyKey | null {
  if (header === undefined) return null;
  if (!KEY.test(header)) {
    const message = '"Idempotency-Key" must be 1 to 255 visible ASCII characters';
    throw invalidParameters([{ field: 'Idempotency-Key', message }]);
  }
  const json = sortedJson(body);
  return { key: header, hash: digest(`${target}\n${json}`), bodyHash: digest(json) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with the fields of every object sorted. Stored hashes depend on it. A body is never nested too deeply for it. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/** SQL that is true unless an earlier request had the key. */
export function unlessKeyTaken(tenantId: string, key: string): string {
  return `NOT EXISTS (SELECT FROM idempotency_keys WHERE idempotency_keys.tenant_id = ${tenantId} AND key = ${key})`;
}

/**
 * SQL that keeps the answer 200 to a request that changed the CTE `boleto`. Of two requests at the same time, the second
 * waits for the boleto's row; if it has the same key, its statement fails as a whole.
 */
export function keepAnswer(key: string, hash: string): string {
  return `INSERT INTO idempotency_keys (tenant_id, key, request_hash, boleto_id, status, answer)
    SELECT tenant_id, ${key}, ${hash}, id, 200, row_to_json(boleto) FROM boleto WHERE ${key}::text IS NOT NULL`;
}

/** Returns the values of a key's parameters: the key and its hash. */
export function keyValues(key: IdempotencyKey | null): [string | null, string | null] {
  return [key?.key ?? null, key?.hash ?? null];
}

const ANSWER = `
  SELECT request_hash, body_hash, answer, idempotency_keys.status AS http_status, boleto_id, row_to_json(boletos) AS now,
    registering_until > now() AS is_under_way,
    idempotency_keys.created_at < now() - interval '${LEASE_SECONDS} s' AS is_left
  FROM idempotency_keys LEFT JOIN boletos ON boletos.id = boleto_id
  WHERE idempotency_keys.tenant_id = $1 AND key = $2`;

interface AnswerRow {
  readonly request_hash: string | null;
  /** Only the releases before 2026-12-01 need it. */
  readonly body_hash: string | null;
  readonly answer: JsonBoleto | null;
  readonly http_status: number | null;
  readonly boleto_id: string;
  /** Null if the request has not stored its boleto. */
  readonly now: JsonBoleto | null;
  readonly is_under_way: boolean | null;
  readonly is_left: boolean;
}

type JsonBoleto = Omit<Boleto, 'created_at' | 'updated_at' | 'payer_erased_at'> & {
  /** An answer of the version before this one has none. */
  readonly payer_erased_at?: string | null;
  readonly created_at: string;
  readonly updated_at: string;
};

/** Milliseconds between two looks at a request that is still running. */
const PAUSE = 50;
/** Milliseconds left to send the answer. */
const MARGIN = 1_000;

/**
 * Finds the answer to the first request with the key, and waits while that request is still running. If it was killed,
 * the answer is the boleto as it is now.
 *
 * @returns undefined if no request came with the key, or only one that was killed before it stored anything
 * @throws HttpError 422 if that request was another one, 409 if it is still running
 */
export async function findAnswer(
  database: Database,
  tenantId: string,
  key: IdempotencyKey,
  deadline: Deadline,
): Promise<KeptAnswer | undefined> {
  for (;;) {
    const [row] = await database.query<AnswerRow>(ANSWER, [tenantId, key.key], deadline);
    if (!row) return undefined;
    const isSame = row.request_hash === null ? row.body_hash === key.bodyHash : row.request_hash === key.hash;
    if (!isSame) throw keyReused();
    const status = row.http_status ?? 201;
    if (row.answer) return { status, boleto: boletoOf(row.answer) };
    const isLate = Date.now() + PAUSE + MARGIN >= deadline;
    if (row.now && (!row.is_under_way || isLate)) return { status, boleto: boletoOf(row.now) };
    if (!row.now && row.is_left) {
      await releaseKey(database, tenantId, key.key, row.boleto_id, deadline);
      return undefined;
    }
    if (isLate) throw stillRunning();
    await delay(PAUSE);
  }
}

const RELEASE = `
  DELETE FROM idempotency_keys WHERE tenant_id = $1 AND key = $2 AND boleto_id = $3
    AND NOT EXISTS (SELECT FROM boletos WHERE id = $3)`;

/** Gives a key back that a request has taken without storing its boleto. */
export async function releaseKey(
  database: Database,
  tenantId: string,
  key: string,
  boletoId: string,
  deadline: Deadline,
): Promise<void> {
  await database.query(RELEASE, [tenantId, key, boletoId], deadline);
}

function boletoOf(json: JsonBoleto): Boleto {
  const { created_at, updated_at, payer_erased_at } = json;
  return {
    ...json,
    created_at: new Date(created_at),
    updated_at: new Date(updated_at),
    payer_erased_at: payer_erased_at ? new Date(payer_erased_at) : null,
  };
}

function keyReused(): HttpError {
  const message = '"Idempotency-Key" came before with another request';
  return new HttpError(422, [{ type: 'idempotency_key_reused', message, field: 'Idempotency-Key' }]);
}

function stillRunning(): HttpError {
  return conflict(
    'Idempotency-Key',
    'the first request with this key is still running: send it again in a minute',
  );
}

/** The schedule deletes a key after this time. */
const KEPT_DAYS = 30;

/** Deletes keys that are older than 30 days, the oldest first. Returns how many. */
export async function deleteOldKeys(database: Database, deadline: Deadline): Promise<number> {
  const due = `created_at < now() - interval '${KEPT_DAYS} days'`;
  const table = 'idempotency_keys';
  return await deleteInBatches(database, { table, id: 'tenant_id, key', due, order: 'created_at' }, deadline);
}
