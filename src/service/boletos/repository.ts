import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import type { OutboxMessage } from '../registration/messages.js';
import type { Registration } from '../registration/provider.js';
import { LEASE_SECONDS, REMINDER_SECONDS } from '../registration/times.js';
import type { Boleto, NewBoleto } from './boleto.js';
import { newId } from './id.js';
import { codesOf } from './new-boleto.js';
import type { ListQuery, UpdateBody } from './schema.js';
import { isTerminal, PAYABLE, REGISTRABLE } from './status.js';

/** The boletos in PostgreSQL. Every method that changes something is one statement: one transaction, one round trip. */
export interface BoletoRepository {
  /** Stores a boleto, with the reminder to register it; the caller holds the lease of the first attempt. Undefined: the title id is taken. */
  insert(boleto: NewBoleto, titleId: number, deadline: Deadline): Promise<Boleto | undefined>;
  find(id: string, deadline: Deadline): Promise<Boleto | undefined>;
  list(query: ListQuery, deadline: Deadline): Promise<Boleto[]>;
  /** Undefined where there is no such boleto, or the payment's status guard holds. */
  update(id: string, changes: UpdateBody, deadline: Deadline): Promise<Boleto | undefined>;
  /** Takes the lease of the next attempt. Undefined: somebody else holds it, or the boleto is not to be registered (any more). */
  claim(id: string, deadline: Deadline): Promise<Boleto | undefined>;
  /** Writes the outcome of the claimed attempt and what the outbox is to send of it. Undefined: a later attempt has taken over. */
  settle(
    claimed: Boleto,
    registration: Registration,
    reminder: Reminder,
    deadline: Deadline,
  ): Promise<Settled | undefined>;
}

export interface Settled {
  readonly boleto: Boleto;
  /** Held for the caller to send now; what it fails to send, the schedule sends. */
  readonly messages: readonly OutboxMessage[];
}

/**
 * Of a boleto that stays pending: `now` hands its reminder to the caller to send; `later` is for a boleto whose message
 * still lies in the queue.
 */
export type Reminder = 'now' | 'later';

/** Columns written at creation, in the order of the statement's parameters; the values are a new boleto's. */
const NEW_COLUMNS = [
  'token',
  'queue_url',
  'register',
  'expiration_date',
  'amount',
  'interest',
  'fine',
  'instructions',
  'issuer',
  'issuer_account',
  'issuer_agency',
  'issuer_wallet',
  'payer_name',
  'payer_document_type',
  'payer_document_number',
  'payer_address',
  'external_id',
  'company_name',
  'company_document_number',
  'company_address',
  'rules',
  'reference_id',
] as const satisfies readonly (keyof NewBoleto)[];

/** pg writes an array as a PostgreSQL array, and these columns are JSON. */
const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'interest',
  'fine',
  'payer_address',
  'company_address',
  'rules',
]);

/** The statement's parameters before those of the columns: id, title id, barcode, digitable line. */
const COMPUTED = 4;
const parameterOf = (column: (typeof NEW_COLUMNS)[number]) =>
  `$${NEW_COLUMNS.indexOf(column) + COMPUTED + 1}`;

const INSERT = `
  WITH boleto AS (
    INSERT INTO boletos (
      id, status, title_id, barcode, digitable_line, registration_attempts, registering_until, ${NEW_COLUMNS.join(', ')}
    )
    VALUES (
      $1, 'issued', $2, $3, $4,
      CASE WHEN ${parameterOf('register')} THEN 1 ELSE 0 END,
      CASE WHEN ${parameterOf('register')} THEN now() + interval '${LEASE_SECONDS} s' END,
      ${NEW_COLUMNS.map(parameterOf).join(', ')}
    )
    ON CONFLICT (issuer, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'), ltrim(issuer_wallet, '0'), title_id)
      DO NOTHING
    RETURNING *
  ), reminder AS (
    INSERT INTO outbox (boleto_id, kind, body, due_at)
    SELECT id, 'registration', json_build_object('boleto_id', id), now() + interval '${LEASE_SECONDS} s'
    FROM boleto WHERE register
  )
  SELECT * FROM boleto`;

const LIST = `
  SELECT * FROM boletos
  WHERE ($1::text IS NULL OR token = $1) AND ($2::bigint IS NULL OR title_id = $2)
  ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4`;

/** Only a payment is guarded: a bank also sends a code for a boleto that it refused. */
const UPDATE = `
  UPDATE boletos SET
    paid_amount = COALESCE($2, paid_amount),
    bank_response_code = CASE WHEN $4 THEN $3 ELSE bank_response_code END,
    updated_at = now()
  WHERE id = $1 AND (COALESCE($2, 0) = 0 OR status = ANY($5))
  RETURNING *`;

const CLAIM = `
  UPDATE boletos SET
    registration_attempts = registration_attempts + 1,
    registering_until = now() + interval '${LEASE_SECONDS} s'
  WHERE id = $1 AND register AND status = ANY($2) AND (registering_until IS NULL OR registering_until < now())
  RETURNING *`;

/** The number of the attempt is the lease's token: an attempt that was overtaken changes nothing. */
const SETTLE = `
  WITH boleto AS (
    UPDATE boletos SET
      status = $3, issuer_response_code = $4, registering_until = NULL, updated_at = now()
    WHERE id = $1 AND registration_attempts = $2 AND status = ANY($5)
    RETURNING *
  ), notification AS (
    INSERT INTO outbox (boleto_id, kind, body, due_at)
    SELECT id, 'notification',
      json_build_object('boleto_id', id, 'status', status, 'reference_id', reference_id),
      now() + interval '${LEASE_SECONDS} s'
    FROM boleto WHERE $6
    RETURNING id, kind, body, attempts
  ), done AS (
    DELETE FROM outbox USING boleto WHERE outbox.boleto_id = boleto.id AND kind = 'registration' AND $6
  ), reminder AS (
    UPDATE outbox SET due_at = now() + $7 * interval '1 s'
    FROM boleto WHERE outbox.boleto_id = boleto.id AND kind = 'registration' AND NOT $6
    RETURNING outbox.id, kind, body, attempts
  ), message AS (
    SELECT * FROM notification UNION ALL SELECT * FROM reminder
  )
  SELECT boleto.*, to_json(message) AS message FROM boleto LEFT JOIN message ON true`;

type SettledRow = Boleto & { message: Omit<OutboxMessage, 'boleto_id' | 'queue_url'> | null };

export function createBoletoRepository(database: Database): BoletoRepository {
  const one = async (text: string, values: readonly unknown[], deadline: Deadline) =>
    (await database.query<Boleto>(text, values, deadline))[0];

  return {
    insert(boleto, titleId, deadline) {
      const { barcode, digitable_line } = codesOf(boleto, titleId);
      const values = NEW_COLUMNS.map((column) => columnValue(column, boleto[column]));
      return one(INSERT, [newId('bol_'), titleId, barcode, digitable_line, ...values], deadline);
    },
    find: (id, deadline) => one('SELECT * FROM boletos WHERE id = $1', [id], deadline),
    list({ token, title_id, page, count }, deadline) {
      return database.query<Boleto>(LIST, [token, title_id, count, (page - 1) * count], deadline);
    },
    update(id, { paid_amount, bank_response_code }, deadline) {
      const hasCode = bank_response_code !== undefined;
      return one(UPDATE, [id, paid_amount, bank_response_code, hasCode, PAYABLE], deadline);
    },
    claim: (id, deadline) => one(CLAIM, [id, REGISTRABLE], deadline),
    async settle(claimed, { status, code }, reminder, deadline) {
      const seconds = reminder === 'now' ? LEASE_SECONDS : REMINDER_SECONDS;
      const [row] = await database.query<SettledRow>(
        SETTLE,
        [claimed.id, claimed.registration_attempts, status, code, REGISTRABLE, isTerminal(status), seconds],
        deadline,
      );
      return row && settledOf(row, reminder);
    },
  };
}

function columnValue(column: string, value: unknown): unknown {
  return JSON_COLUMNS.has(column) && value !== null ? JSON.stringify(value) : value;
}

function settledOf({ message, ...boleto }: SettledRow, reminder: Reminder): Settled {
  if (!message || (message.kind === 'registration' && reminder === 'later')) return { boleto, messages: [] };
  return { boleto, messages: [{ ...message, boleto_id: boleto.id, queue_url: boleto.queue_url }] };
}
