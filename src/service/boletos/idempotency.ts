import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/connection.js';
import { HttpError, invalidParameters } from '../http/errors.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import type { IdempotencyKey } from './insert.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Returns the key of a request and the digest of its body. The order of the body's fields makes no difference.
 *
 * @param header the header Idempotency-Key; undefined if the request has none
 * @throws HttpError 400 unless the key is 1 to 255 visible ASCII characters
 */
export function readIdempotencyKey(header: string | undefined, body: unknown): IdempotencyKey | null {
  if (header === undefined) return null;
  if (!KEY.test(header)) {
    const message = '"Idempotency-Key" must be 1 to 255 visible ASCII characters';
    throw invalidParameters([{ field: 'Idempotency-Key', message }]);
  }
  return { key: header, bodyHash: createHash('sha256').update(sortedJson(body)).digest('hex') };
}

/** JSON with the fields of every object sorted. Stored hashes depend on it. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

const ANSWER = `
  SELECT body_hash, answer, row_to_json(boletos) AS now, registering_until > now() AS is_under_way
  FROM idempotency_keys JOIN boletos ON boletos.id = boleto_id
  WHERE idempotency_keys.tenant_id = $1 AND key = $2`;

interface AnswerRow {
  readonly body_hash: string;
  readonly answer: JsonBoleto | null;
  readonly now: JsonBoleto;
  readonly is_under_way: boolean | null;
}

type JsonBoleto = Omit<Boleto, 'created_at' | 'updated_at'> & {
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
 * @returns undefined if no request came with the key
 * @throws HttpError 422 if that request had another body
 */
export async function findAnswer(
  database: Database,
  tenantId: string,
  { key, bodyHash }: IdempotencyKey,
  deadline: Deadline,
): Promise<Boleto | undefined> {
  for (;;) {
    const [row] = await database.query<AnswerRow>(ANSWER, [tenantId, key], deadline);
    if (!row) return undefined;
    if (row.body_hash !== bodyHash) throw keyReused();
    if (row.answer) return boletoOf(row.answer);
    if (!row.is_under_way || Date.now() + PAUSE + MARGIN >= deadline) return boletoOf(row.now);
    await delay(PAUSE);
  }
}

function boletoOf(json: JsonBoleto): Boleto {
  return { ...json, created_at: new Date(json.created_at), updated_at: new Date(json.updated_at) };
}

function keyReused(): HttpError {
  const message = '"Idempotency-Key" came before with another body';
  return new HttpError(422, [{ type: 'idempotency_key_reused', message, field: 'Idempotency-Key' }]);
}

/** The schedule deletes a key after this time. */
const KEPT_DAYS = 30;
const DELETED_AT_ONCE = 1_000;

/** Deletes up to 1,000 keys that are older than 30 days, the oldest first. Returns how many it deleted. */
export async function deleteOldKeys(database: Database, deadline: Deadline): Promise<number> {
  const rows = await database.query(
    `DELETE FROM idempotency_keys WHERE (tenant_id, key) IN (
       SELECT tenant_id, key FROM idempotency_keys
       WHERE created_at < now() - interval '${KEPT_DAYS} days' ORDER BY created_at LIMIT ${DELETED_AT_ONCE}
     ) RETURNING 1`,
    [],
    deadline,
  );
  return rows.length;
}
