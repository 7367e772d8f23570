import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/connection.js';
import { HttpError, invalidParameters } from '../http/errors.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import type { IdempotencyKey } from './insert.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The key of a request and the digest of its body, in which the order of fields makes no difference.
 *
 * @throws HttpError 400 for a key that is no 1 to 255 visible ASCII characters.
 */
export function readIdempotencyKey(header: string | undefined, body: unknown): IdempotencyKey | null {
  if (header === undefined) return null;
  if (!KEY.test(header)) {
    const message = '"Idempotency-Key" must be 1 to 255 visible ASCII characters';
    throw invalidParameters([{ field: 'Idempotency-Key', message }]);
  }
  return { key: header, bodyHash: createHash('sha256').update(canonical(body)).digest('hex') };
}

function canonical(value: unknown): string {
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

/** Milliseconds. */
const PAUSE = 50;
/** Kept free for the answer's way. */
const MARGIN = 1_000;

/**
 * What the first request with the key was answered. While that one is under way this waits for it; if it was killed,
 * the boleto as it is now is the answer.
 *
 * @throws HttpError 422 when that request had another body.
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

/** How long a key is remembered; the schedule forgets it then. */
const KEPT_DAYS = 30;
const FORGOTTEN_AT_ONCE = 1_000;

/** Forgets keys that nobody will repeat any more. Answers how many. */
export async function forgetOldKeys(database: Database, deadline: Deadline): Promise<number> {
  const rows = await database.query(
    `DELETE FROM idempotency_keys WHERE (tenant_id, key) IN (
       SELECT tenant_id, key FROM idempotency_keys
       WHERE created_at < now() - interval '${KEPT_DAYS} days' ORDER BY created_at LIMIT ${FORGOTTEN_AT_ONCE}
     ) RETURNING 1`,
    [],
    deadline,
  );
  return rows.length;
}
