import type { Database } from '../database/connection.js';
import { invalidParameters } from '../http/errors.js';
import type { Deadline } from '../lambda.js';
import { deleteInBatches } from './delete-in-batches.js';
import type { NotificationMessage } from './messages.js';
import type { EventsQuery } from './schema.js';

/** An event that its boleto's queue has not taken. */
export interface UndeliveredEvent extends NotificationMessage {
  /** Opaque: the list begins behind it. */
  readonly cursor: string;
  readonly queue_url: string;
  /** How often the schedule tried to send it again. */
  readonly attempts: number;
  /** When its queue first did not take it, or did not take an earlier event of the same boleto. */
  readonly undelivered_at: Date;
}

export interface EventsPage {
  readonly events: UndeliveredEvent[];
  /** Cursor of the next page; undefined on the last page. */
  readonly next: string | undefined;
}

/**
 * Seconds after which the list shows an event. It is longer than any statement takes, so that no event later takes a
 * place before one that a caller has read.
 */
const SHOWN_AFTER_SECONDS = 10;

const LIST = `
  SELECT outbox.id, body, attempts, undelivered_at, queue_url,
    (extract(epoch FROM undelivered_at) * 1000000)::bigint AS microseconds
  FROM outbox JOIN boletos ON boletos.id = boleto_id
  WHERE outbox.tenant_id = $1 AND undelivered_at < now() - interval '${SHOWN_AFTER_SECONDS} s'
    AND (undelivered_at, outbox.id) > (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::bigint)
  ORDER BY undelivered_at, outbox.id LIMIT $4`;

interface Row {
  readonly id: number;
  readonly body: NotificationMessage;
  readonly attempts: number;
  readonly undelivered_at: Date;
  readonly queue_url: string;
  readonly microseconds: number;
}

/**
 * Lists a tenant's events that their queues have not taken, the longest waiting first. An event that is sent later
 * leaves the list.
 *
 * @throws HttpError 400 for a malformed cursor
 */
export async function listUndelivered(
  database: Database,
  tenantId: string,
  { after, count }: EventsQuery,
  deadline: Deadline,
): Promise<EventsPage> {
  const [microseconds, id] = after === undefined ? [0, 0] : placeOf(after);
  const rows = await database.search<Row>(LIST, [tenantId, microseconds, id, count + 1], deadline);
  const events = rows.slice(0, count).map(eventOf);
  return { events, next: rows.length > count ? events.at(-1)?.cursor : undefined };
}

function eventOf({ id, body, attempts, undelivered_at, queue_url, microseconds }: Row): UndeliveredEvent {
  const cursor = Buffer.from(`${microseconds}/${id}`).toString('base64url');
  return { ...body, cursor, queue_url, attempts, undelivered_at };
}

/** Reads a cursor. The numbers are at most fifteen digits and sixteen digits long, which PostgreSQL's types hold. */
function placeOf(cursor: string): [number, number] {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, microseconds, id] = /^(\d{1,16})\/(\d{1,15})$/.exec(text) ?? [];
  const isOwn = Buffer.from(text, 'latin1').toString('base64url') === cursor;
  if (isOwn && microseconds !== undefined && id !== undefined) return [Number(microseconds), Number(id)];
  throw invalidParameters([{ field: 'after', message: '"after" must be the cursor of an event' }]);
}

const KEPT_DAYS = 90;

/** Deletes events that no queue has taken for 90 days. Returns how many. */
export async function deleteOldEvents(database: Database, deadline: Deadline): Promise<number> {
  const due = `undelivered_at < now() - interval '${KEPT_DAYS} days'`;
  return await deleteInBatches(
    database,
    { table: 'outbox', id: 'id', due, order: 'undelivered_at' },
    deadline,
  );
}
