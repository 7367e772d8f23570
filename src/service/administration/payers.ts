import type { PayerBoleto } from '../../administration/index.js';
import { plainDocument } from '../../boleto/index.js';
import { SuperbowletoError } from '../../errors.js';
import { recordChange } from '../boletos/changes.js';
import { saoPauloDate } from '../sao-paulo.js';
import type { CommandsOf } from './commands.js';
import { findTenant } from './tenants.js';

/** Boletos that one statement reads, far fewer than it can within its time. */
const PAGE = 5_000;

/**
 * SQL of why a payer's data must stay; NULL if it may go. A boleto is open while a bank may still register it, and while
 * it is unpaid and not past due. A retention counts from the due date.
 *
 * @param today name of the parameter with the day in São Paulo
 */
const keptBecause = (today: string) => `CASE
    WHEN register AND status IN ('issued', 'pending_registration') THEN 'open'
    WHEN status IN ('issued', 'registered', 'failed') AND paid_amount = 0 AND expiration_date >= ${today}::date THEN 'open'
    WHEN payer_retention_days > 0 AND expiration_date + payer_retention_days >= ${today}::date THEN 'retention'
  END`;

/**
 * Makes the statement that reads a page of the tenant's boletos in the order of an index, newest first: no index serves
 * the payer's document. The first page has no `$4`, so that the index serves where the others begin.
 */
const findStatement = (isFirst: boolean) => `
  WITH page AS (
    SELECT * FROM boletos
    WHERE tenant_id = $1 ${isFirst ? '' : 'AND (created_at, id) < (SELECT created_at, id FROM boletos WHERE tenant_id = $1 AND id = $4)'}
    ORDER BY created_at DESC, id DESC LIMIT ${PAGE}
  )
  SELECT
    CASE WHEN (SELECT count(*) FROM page) = ${PAGE}
      THEN (SELECT id FROM page ORDER BY created_at, page.id LIMIT 1)
    END AS next,
    COALESCE((
      SELECT json_agg(json_build_object('id', page.id, 'status', status, 'kept_because', ${keptBecause('$3')}))
      FROM page JOIN tenants ON tenants.id = page.tenant_id WHERE payer_document_number = $2
    ), '[]') AS boletos`;

/** What an erased boleto has no more. Instructions and the bank's page may name the payer too. */
const ERASED = [
  'payer_name',
  'payer_document_type',
  'payer_document_number',
  'payer_address',
  'instructions',
  'boleto_url',
] as const;

/**
 * SQL that is true if the payer is the final beneficiary too. Another final beneficiary stays, like the company: it is on
 * the side that is paid.
 */
const IS_FINAL = `final_beneficiary ->> 'document_number' = $2`;

/** Erases all or nothing. */
const ERASE = `
  WITH theirs AS (
    SELECT boletos.id AS their_id, ${keptBecause('$4')} AS kept_because
    FROM boletos JOIN tenants ON tenants.id = tenant_id
    WHERE boletos.id = ANY($3) AND tenant_id = $1 AND payer_document_number = $2
    FOR UPDATE OF boletos
  ), boleto AS (
    UPDATE boletos SET ${ERASED.map((field) => `${field} = NULL`).join(', ')}, payer_erased_at = now(), updated_at = now(),
      final_beneficiary = CASE WHEN ${IS_FINAL} THEN NULL ELSE final_beneficiary END
    FROM theirs WHERE id = their_id AND NOT EXISTS (SELECT FROM theirs WHERE kept_because IS NOT NULL)
    RETURNING id
  ), answers AS (
    UPDATE idempotency_keys SET answer = (answer::jsonb || $5::jsonb ||
      CASE WHEN answer -> 'final_beneficiary' ->> 'document_number' = $2 THEN '{"final_beneficiary": null}' ELSE '{}' END::jsonb)::json
    FROM boleto WHERE boleto_id = boleto.id AND answer IS NOT NULL
  ), change AS (
    ${recordChange('erasure', { before: 'NULL', after: `json_build_object('payer', 'erased')` }, ['NULL', 'NULL'])}
  )
  SELECT (SELECT count(*) FROM boleto) AS erased, (SELECT count(*) FROM theirs WHERE kept_because IS NOT NULL) AS kept`;

const NOTHING = JSON.stringify(Object.fromEntries(ERASED.map((field) => [field, null])));

export const payerCommands: CommandsOf<'payer.find' | 'payer.erase'> = {
  async 'payer.find'({ tenant, document, after = null }, context) {
    const { service, deadline } = context;
    if (after === null) await findTenant(tenant, context);
    const today = saoPauloDate(service.clock.now());
    const values = [tenant, plainDocument(document), today, ...(after === null ? [] : [after])];
    const rows = await service.database.search<Found>(findStatement(after === null), values, deadline);
    return rows[0] ?? { boletos: [], next: null };
  },
  async 'payer.erase'({ tenant, document, boletos }, { service, deadline }) {
    const today = saoPauloDate(service.clock.now());
    const values = [tenant, plainDocument(document), boletos, today, NOTHING];
    const [row] = await service.database.query<{ erased: number; kept: number }>(ERASE, values, deadline);
    if (row && row.kept === 0) return { erased: row.erased };
    throw new SuperbowletoError(
      'PAYER_KEPT',
      `${row?.kept} of the payer's boletos are open or within the tenant's retention. Nothing was erased.`,
    );
  },
};

interface Found {
  readonly boletos: readonly PayerBoleto[];
  readonly next: string | null;
}
