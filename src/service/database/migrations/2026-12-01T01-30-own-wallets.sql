-- migrate:up

-- The tenant that may issue on the wallet. NULL: nobody yet.
ALTER TABLE title_ids ADD COLUMN tenant_id text;

-- The other tenants that used a wallet before it had an owner. An operator decides.
CREATE TABLE wallet_conflicts (
  issuer text NOT NULL,
  agency text NOT NULL,
  account text NOT NULL,
  wallet text NOT NULL,
  tenant_id text NOT NULL,
  boletos bigint NOT NULL,
  PRIMARY KEY (issuer, agency, account, wallet, tenant_id)
);

-- migrate:down

DROP TABLE wallet_conflicts;
ALTER TABLE title_ids DROP COLUMN tenant_id;
