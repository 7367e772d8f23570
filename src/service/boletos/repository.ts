import type { Database } from '../database/connection.js';
import { codesOf } from '../issuers/codes.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import type { Boleto, NewBoleto } from './boleto.js';
import { cancelBoleto } from './cancel.js';
import type { Asked, Target } from './changes.js';
import { findEnd } from './end.js';
import { findAnswer, type IdempotencyKey, type KeptAnswer, releaseKey } from './idempotency.js';
import { type InsertChoice, type Inserted, insertBoleto } from './insert.js';
import { listBoletos, type Page } from './list.js';
import { oneOfTenant } from './one-of-tenant.js';
import { type Payment, payBoleto } from './pay.js';
import type { ListQuery, UpdateBody } from './schema.js';
import { type Answering, claimBoleto, type Settled, settleBoleto } from './settle.js';
import type { Registration } from './status.js';
import { createTitleIds, type TitleIds } from './title-ids.js';

/** Reads and writes boletos in PostgreSQL. Every method is one statement: one transaction, one round trip. */
export interface BoletoRepository {
  readonly titleIds: TitleIds;
  insert(boleto: NewBoleto, choice: InsertChoice, deadline: Deadline): Promise<Inserted>;
  /** Writes the codes and the answer of a boleto that is not to be registered. */
  finish(boleto: Boleto, key: IdempotencyKey | null, deadline: Deadline): Promise<Boleto>;
  /** Finds the answer to an earlier request with the key. */
  findAnswer(tenantId: string, key: IdempotencyKey, deadline: Deadline): Promise<KeptAnswer | undefined>;
  /** Gives back a key that a request has taken for a boleto that it did not store. */
  releaseKey(tenantId: string, key: IdempotencyKey, boletoId: string, deadline: Deadline): Promise<void>;
  /** Finds a boleto of any tenant. */
  find(id: string, deadline: Deadline): Promise<Boleto | undefined>;
  /** Returns when the status or the payment last changed; undefined if no change is on record. */
  findEnd(id: string, deadline: Deadline): Promise<Date | undefined>;
  findOf(tenantId: string, id: string, deadline: Deadline): Promise<Boleto | undefined>;
  list(tenantId: string, query: ListQuery, deadline: Deadline): Promise<Page>;
  /** Returns undefined if the boleto does not exist, its state does not allow it, or an earlier request had the key. */
  update(target: Target, changes: UpdateBody, asked: Asked, deadline: Deadline): Promise<Payment | undefined>;
  /** Returns undefined for the same reasons. */
  cancel(
    target: Target,
    asked: Asked & { readonly isQuiet: boolean },
    deadline: Deadline,
  ): Promise<Settled | undefined>;
  /** Takes the lease of the next attempt. Returns undefined if another attempt holds it, or the boleto needs none. */
  claim(id: string, deadline: Deadline): Promise<Boleto | undefined>;
  /**
   * Writes the outcome of the claimed attempt and the messages about it. Returns undefined if a later attempt has taken
   * over or the boleto was cancelled.
   */
  settle(
    claimed: Boleto,
    registration: Registration,
    answering: Answering,
    deadline: Deadline,
  ): Promise<Settled | undefined>;
}

const FIND_OF = `SELECT * FROM boletos WHERE ${oneOfTenant('$1', '$2')}`;

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
    titleIds: createTitleIds(database),
    insert: (boleto, choice, deadline) => insertBoleto(database, boleto, choice, deadline),
    async finish(boleto, key, deadline) {
      const { barcode, digitable_line } = withCodes(boleto);
      if (key === null && barcode === boleto.barcode) return boleto;
      const finished = await one(FINISH, [boleto.id, barcode, digitable_line, key?.key ?? null], deadline);
      return finished ?? withCodes(boleto);
    },
    async findAnswer(tenantId, key, deadline) {
      const answer = await findAnswer(database, tenantId, key, deadline);
      return answer && { ...answer, boleto: withCodes(answer.boleto) };
    },
    releaseKey: (tenantId, { key }, boletoId, deadline) =>
      releaseKey(database, tenantId, key, boletoId, deadline),
    find: (id, deadline) => one('SELECT * FROM boletos WHERE id = $1', [id], deadline),
    findEnd: (id, deadline) => findEnd(database, id, deadline),
    findOf: (tenantId, id, deadline) => one(FIND_OF, [tenantId, id], deadline),
    async list(tenantId, query, deadline) {
      const { boletos, next } = await listBoletos(database, tenantId, query, deadline);
      return { boletos: boletos.map(withCodes), next };
    },
    async update(target, changes, asked, deadline) {
      const payment = await payBoleto(database, target, changes, asked, deadline);
      return payment && { ...payment, boleto: withCodes(payment.boleto) };
    },
    async cancel(target, asked, deadline) {
      const cancelled = await cancelBoleto(database, target, asked, deadline);
      return cancelled && { ...cancelled, boleto: withCodes(cancelled.boleto) };
    },
    async claim(id, deadline) {
      const claimed = await claimBoleto(database, id, deadline);
      return claimed && withCodes(claimed);
    },
    settle: (claimed, registration, answering, deadline) =>
      settleBoleto(database, claimed, registration, answering, deadline),
  };
}

/**
 * Adds the barcode and the digitable line to a row that has none yet. They follow from the row, and are written with
 * its first outcome only: POST then needs no extra round trip for the title id. A row that no codes fit, which only a
 * change by hand can make, is shown without them, so that it does not hide the others of its list.
 */
export function withCodes(boleto: Boleto): Boleto {
  if (boleto.barcode !== null) return boleto;
  try {
    const codes = codesOf(boleto, boleto.title_id);
    return codes ? { ...boleto, ...codes } : boleto;
  } catch (error) {
    log('boleto-without-codes', { boleto_id: boleto.id, issuer: boleto.issuer, ...describeFailure(error) });
    return boleto;
  }
}
