-- migrate:up

-- A wallet belongs to the tenant that used it first.
WITH used AS (
  SELECT COALESCE(title_series, CASE issuer WHEN 'bradesco' THEN '237' ELSE issuer END) AS issuer,
    ltrim(issuer_agency, '0') AS agency, ltrim(issuer_account, '0') AS account, ltrim(issuer_wallet, '0') AS wallet,
    tenant_id, min(created_at) AS since, count(*) AS boletos
  FROM boletos GROUP BY 1, 2, 3, 4, 5
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY issuer, agency, account, wallet ORDER BY since, tenant_id) AS place FROM used
), others AS (
  INSERT INTO wallet_conflicts (issuer, agency, account, wallet, tenant_id, boletos)
  SELECT issuer, agency, account, wallet, tenant_id, boletos FROM ranked WHERE place > 1
)
INSERT INTO title_ids (issuer, agency, account, wallet, last, tenant_id)
SELECT issuer, agency, account, wallet, 0, tenant_id FROM ranked WHERE place = 1
ON CONFLICT (issuer, agency, account, wallet) DO UPDATE SET tenant_id = excluded.tenant_id;

-- migrate:down

DELETE FROM wallet_conflicts;
UPDATE title_ids SET tenant_id = NULL;
