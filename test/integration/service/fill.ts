import { addTenant, type TestService } from './harness.js';

/**
 * Fills a service's tables with boletos `bol_1`, `bol_2`, …, created five seconds apart. Odd and even ones belong to
 * two tenants, and their states are mixed. Each pending one has a reminder that is not due yet, and each has a key.
 */
export async function fillWithBoletos(service: Pick<TestService, 'sql'>, rows: number): Promise<void> {
  await addTenant(service, { id: 'other', keyId: 'key-of-other', account: '1' });
  await service.sql(
    `INSERT INTO boletos (
       id, tenant_id, title_series, token, queue_url, status, register, expiration_date, amount, issuer, issuer_account,
       issuer_agency, issuer_wallet, title_id, reference_id, created_at
     )
     SELECT 'bol_' || n, CASE WHEN n % 2 = 0 THEN 'default' ELSE 'other' END, 'development', 'token-' || n % 5000,
       'queue', (ARRAY['registered', 'refused', 'pending_registration', 'failed'])[1 + n % 97 % 4], true,
       date '2026-01-01' + n % 700, 2000, 'development', '1', '1', '1', n, 'order-' || n,
       timestamptz '2026-01-01' + n * interval '5 s'
     FROM generate_series(1, ${rows}) n`,
  );
  await service.sql(
    `INSERT INTO outbox (boleto_id, kind, body, due_at)
     SELECT id, 'registration', '{}', now() + interval '1 hour' FROM boletos WHERE status = 'pending_registration'`,
  );
  await service.sql(
    `INSERT INTO idempotency_keys (tenant_id, key, request_hash, boleto_id) SELECT tenant_id, id, id, id FROM boletos`,
  );
  await service.sql('ANALYZE');
}
