import type { BoletoLife } from '../../administration/index.js';
import { SuperbowletoError } from '../../errors.js';
import { recordChange } from '../boletos/changes.js';
import { insertEvent } from '../boletos/events.js';
import { type BoletoStatus, isTerminal } from '../boletos/status.js';
import type { CommandContext, CommandsOf } from './commands.js';
import { iso, type Row } from './rows.js';

const SHOWN_CHANGES = 100;

/** SQL of a time inside JSON: ISO 8601 in UTC. */
const isoTime = (column: string) => `to_char(${column} AT TIME ZONE 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Selects nothing about the payer or another person, and no codes. */
const SHOW = `
  SELECT id, tenant_id, status, register, issuer, issuer_agency, issuer_account, issuer_wallet,
    issuer_agency_digit, issuer_account_digit, issuer_bank_account, title_id, document_type, discounts, days_to_expire,
    divergent_payment, amount, paid_amount, expiration_date, issuer_response_code, bank_response_code, registration_attempts,
    attempts_allowed, CASE WHEN registering_until > now() THEN registering_until END AS registering_until,
    queue_url, reference_id, request_id, traceparent, created_at, updated_at, payer_erased_at,
    COALESCE((
      SELECT json_agg(json_build_object(
        'id', outbox.id, 'kind', kind, 'status', body ->> 'status',
        'due_at', ${isoTime('due_at')}, 'attempts', attempts
      ) ORDER BY outbox.id)
      FROM outbox WHERE boleto_id = boletos.id
    ), '[]') AS outbox,
    COALESCE((
      SELECT json_agg(json_build_object(
        'what', what, 'before', before, 'after', after, 'api_key_id', api_key_id, 'request_id', change.request_id,
        'at', ${isoTime('at')}
      ) ORDER BY change.id)
      FROM (SELECT * FROM boleto_changes WHERE boleto_id = boletos.id ORDER BY id DESC LIMIT ${SHOWN_CHANGES}) change
    ), '[]') AS changes
  FROM boletos WHERE id = $1`;

/** As many attempts as a new boleto has, which take about a day. docs/registration.md draws the retry. */
const MORE_ATTEMPTS = 100;

/** Clears the response code too: some codes say not to ask the bank again. */
const RETRY = `
  WITH boleto AS (
    UPDATE boletos SET status = 'pending_registration', status_filter = 'pending_registration',
      attempts_allowed = attempts_allowed + ${MORE_ATTEMPTS}, registering_until = NULL, issuer_response_code = NULL,
      updated_at = now()
    WHERE id = $1 AND status = 'failed' AND payer_erased_at IS NULL RETURNING id, status
  ), change AS (
    ${recordChange(
      'retry',
      {
        before: `json_build_object('status', 'failed')`,
        after: `json_build_object('status', status)`,
      },
      ['NULL', 'NULL'],
    )}
  )
  INSERT INTO outbox (boleto_id, kind, body, due_at)
  SELECT id, 'registration', json_build_object('boleto_id', id), now() FROM boleto RETURNING boleto_id`;

/** Tells the status once more, as an event of its own. The row's lock orders it before a later change of status. */
const NOTIFY = `
  WITH boleto AS (
    UPDATE boletos SET events = events + 1
    WHERE id = $1 AND status <> ALL('{issued,pending_registration}') RETURNING *
  ), change AS (
    ${recordChange('notification', { before: 'NULL', after: `json_build_object('status', status)` }, ['NULL', 'NULL'])}
  )
  ${insertEvent('now()')} RETURNING boleto_id`;

export const boletoCommands: CommandsOf<'boleto.show' | 'boleto.link' | 'boleto.retry' | 'boleto.notify'> = {
  async 'boleto.show'({ id }, context) {
    return { boleto: await findLife(id, context) };
  },
  async 'boleto.link'({ id }, context) {
    await findLife(id, context);
    const boleto_url = await context.service.payerLinks.urlOf(id, context.deadline);
    if (boleto_url !== null) return { boleto_url };
    throw new SuperbowletoError(
      'NO_PAYER_PAGE',
      'Boletos have no page here: the function administer lacks PAYER_PAGE_URL, or credstash the key. The key is made by: sbw rotate-page-key',
    );
  },
  async 'boleto.retry'({ id }, context) {
    const isDone = await changes(RETRY, id, context);
    const boleto = await findLife(id, context);
    if (isDone) return { boleto };
    throw new SuperbowletoError('BOLETO_NOT_FAILED', `Boleto ${id} ${whyNotRetried(boleto)}`);
  },
  async 'boleto.notify'({ id }, context) {
    const isDone = await changes(NOTIFY, id, context);
    const boleto = await findLife(id, context);
    if (isDone) return { boleto };
    throw new SuperbowletoError(
      'BOLETO_NOT_ENDED',
      `Boleto ${id} is ${boleto.status}: its owner is told when that has ended, and of nothing before.`,
    );
  },
};

async function changes(
  statement: string,
  id: string,
  { service, deadline }: CommandContext,
): Promise<boolean> {
  return (await service.database.query(statement, [id], deadline)).length > 0;
}

async function findLife(id: string, { service, deadline }: CommandContext): Promise<BoletoLife> {
  const [row] = await service.database.query<Row<BoletoLife>>(SHOW, [id], deadline);
  if (row) return iso<BoletoLife>(row);
  throw new SuperbowletoError('NO_SUCH_BOLETO', `There is no boleto ${id} in this environment.`);
}

function whyNotRetried({
  payer_erased_at,
  status,
  register,
  registration_attempts,
  attempts_allowed,
}: BoletoLife): string {
  if (payer_erased_at !== null) return `has no payer any more, and no bank registers it without.`;
  if (isTerminal(status as BoletoStatus))
    return `is ${status}: that is decided. Only a failed one is retried.`;
  if (!register) return `is ${status} and not to be registered at all.`;
  return `is ${status}: it is retried by itself, and has made ${registration_attempts} of ${attempts_allowed} attempts.`;
}
