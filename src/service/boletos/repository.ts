import type { Database } from '../database/connection.js';
import { codesOf } from '../issuers/codes.js';
import type { Deadline } from '../lambda.js';
import type { Boleto, NewBoleto } from './boleto.js';
import { cancelBoleto } from './cancel.js';
import { findAnswer } from './idempotency.js';
import { type IdempotencyKey, type Inserted, insertBoleto } from './insert.js';
import { listBoletos, type Page } from './list.js';
import { oneOfTenant } from './one-of-tenant.js';
import type { ListQuery, UpdateBody } from './schema.js';
import { claimBoleto, type Settled, settleBoleto } from './settle.js';
import { PAYABLE, type Registration } from './status.js';
import { skipTakenTitles } from './title-ids.js';

/** Reads and writes boletos in PostgreSQL. Every method is one statement: one transaction, one round trip. */
export interface BoletoRepository {
  insert(
    boleto: NewBoleto,
    chosen: { readonly titleId: number | null; readonly key: IdempotencyKey | null },
    deadline: Deadline,
  ): Promise<Inserted>;
  skipTakenTitles(boleto: NewBoleto, taken: number, deadline: Deadline): Promise<void>;
  /** Writes the codes and the answer of a boleto that is not to be registered. */
  finish(boleto: Boleto, key: IdempotencyKey | null, deadline: Deadline): Promise<Boleto>;
  /** Finds the answer to an earlier request with the key. */
  findAnswer(tenantId: string, key: IdempotencyKey, deadline: Deadline): Promise<Boleto | undefined>;
  /** Finds a boleto of any tenant. */
  find(id: string, deadline: Deadline): Promise<Boleto | undefined>;
  findOf(tenantId: string, id: string, deadline: Deadline): Promise<Boleto | undefined>;
  list(tenantId: string, query: ListQuery, deadline: Deadline): Promise<Page>;
  /** Returns undefined if the tenant has no such boleto, or if the boleto's status does not allow a payment. */
  update(tenantId: string, id: string, changes: UpdateBody, deadline: Deadline): Promise<Boleto | undefined>;
  /** Returns undefined if the tenant has no such boleto, or if the boleto's state does not allow it. */
  cancel(tenantId: string, id: string, deadline: Deadline): Promise<Settled | undefined>;
  /** Takes the lease of the next attempt. Returns undefined if another attempt holds it, or the boleto needs none. */
  claim(id: string, deadline: Deadline): Promise<Boleto | undefined>;
  /**
   * Writes the outcome of the claimed attempt and the messages about it. Returns undefined if a later attempt has taken
   * over or the boleto was cancelled.
   *
   * @param key of the request that this outcome answers; null if it answers none
   */
  settle(
    claimed: Boleto,
    registration: Registration,
    key: IdempotencyKey | null,
    deadline: Deadline,
  ): Promise<Settled | undefined>;
}

const FIND_OF = `SELECT * FROM boletos WHERE ${oneOfTenant('$1', '$2')}`;

/** Checks the status for a payment only: a bank also sends a code for a boleto that it refused. */
const UPDATE = `
  UPDATE boletos SET
    paid_amount = COALESCE($3::bigint, paid_amount),
    bank_response_code = CASE WHEN $5 THEN $4 ELSE bank_response_code END,
    updated_at = now()
  WHERE ${oneOfTenant('$1', '$2')} AND (COALESCE($3::bigint, 0) = 0 OR status = ANY($6))
  RETURNING *`;

const FINISH = `
  WITH boleto AS (
    UPDATE boletos SET barcode = $2, digitable_line = $3 WHERE id = $1 RETURNING *
  ), answered AS (
    UPDATE idempotency_keys SET answer = row_to_json(boleto)
    FROM boleto WHERE idempotency_keys.tenant_id = boleto.tenant_id AND key = $4
  )
  SELECT * FROM boleto`;

export function createBoletoRepository(database: Database): BoletoRepository {
  const one = async (text: string, values: readonly unknown[], deadline: Deadline) => {
    const [row] = await database.query<Boleto>(text, values, deadline);
    return row && withCodes(row);
  };

  return {
    insert: (boleto, chosen, deadline) => insertBoleto(database, boleto, chosen, deadline),
    skipTakenTitles: (boleto, taken, deadline) => skipTakenTitles(database, boleto, taken, deadline),
    async finish(boleto, key, deadline) {
      const { barcode, digitable_line } = withCodes(boleto);
      if (key === null && barcode === boleto.barcode) return boleto;
      const finished = await one(FINISH, [boleto.id, barcode, digitable_line, key?.key ?? null], deadline);
      return finished ?? withCodes(boleto);
    },
    async findAnswer(tenantId, key, deadline) {
      const answer = await findAnswer(database, tenantId, key, deadline);
      return answer && withCodes(answer);
    },
    find: (id, deadline) => one('SELECT * FROM boletos WHERE id = $1', [id], deadline),
    findOf: (tenantId, id, deadline) => one(FIND_OF, [tenantId, id], deadline),
    async list(tenantId, query, deadline) {
      const { boletos, next } = await listBoletos(database, tenantId, query, deadline);
      return { boletos: boletos.map(withCodes), next };
    },
    update(tenantId, id, { paid_amount, bank_response_code }, deadline) {
      const hasCode = bank_response_code !== undefined;
      return one(UPDATE, [tenantId, id, paid_amount, bank_response_code, hasCode, PAYABLE], deadline);
    },
    async cancel(tenantId, id, deadline) {
      const cancelled = await cancelBoleto(database, tenantId, id, deadline);
      return cancelled && { ...cancelled, boleto: withCodes(cancelled.boleto) };
    },
    async claim(id, deadline) {
      const claimed = await claimBoleto(database, id, deadline);
      return claimed && withCodes(claimed);
    },
    settle: (claimed, registration, key, deadline) =>
      settleBoleto(database, claimed, registration, key?.key ?? null, deadline),
  };
}

/**
 * Adds the barcode and the digitable line to a row that has none yet. They follow from the row, and are written with
 * its first outcome only: POST then needs no extra round trip for the title id.
 */
export function withCodes(boleto: Boleto): Boleto {
  if (boleto.barcode !== null) return boleto;
  const codes = codesOf(boleto, boleto.title_id);
  return codes ? { ...boleto, ...codes } : boleto;
}
