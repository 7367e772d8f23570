-- sbw:allow constraint-not-valid comes with the first release: boletos was made in the same run and is empty
-- sbw:allow index-concurrently comes with the first release: boletos was made in the same run and is empty
-- sbw:allow drop-index-concurrently comes with the first release: boletos was made in the same run and is empty
-- migrate:up

CREATE TABLE tenants (
  id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{0,62}$'),
  -- URLs of the queues that its boletos may name; NULL: any of the service's account and region.
  allowed_queues text[],
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO tenants (id) VALUES ('default');

CREATE TABLE tenant_api_keys (
  -- API Gateway's id of the key, which is no secret; its value is never here.
  api_key_id text PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX tenant_api_keys_tenant ON tenant_api_keys (tenant_id);

CREATE TABLE configurations (
  id text PRIMARY KEY,
  tenant_id text NOT NULL REFERENCES tenants (id),
  external_id text NOT NULL,
  issuer text NOT NULL,
  issuer_account text NOT NULL,
  issuer_agency text NOT NULL,
  issuer_wallet text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, external_id)
);

-- The default lets the version before this one go on inserting.
ALTER TABLE boletos ADD COLUMN tenant_id text NOT NULL DEFAULT 'default' REFERENCES tenants (id);

CREATE INDEX boletos_of_tenant ON boletos (tenant_id, created_at DESC, id DESC);
CREATE INDEX boletos_of_tenant_by_status ON boletos (tenant_id, status, created_at DESC, id DESC);
CREATE INDEX boletos_of_tenant_by_token ON boletos (tenant_id, token, created_at DESC, id DESC);
CREATE INDEX boletos_of_tenant_by_title_id ON boletos (tenant_id, title_id, created_at DESC, id DESC);
CREATE INDEX boletos_of_tenant_by_reference ON boletos (tenant_id, reference_id, created_at DESC, id DESC)
  WHERE reference_id IS NOT NULL;
CREATE INDEX boletos_of_tenant_by_expiration ON boletos (tenant_id, expiration_date, created_at DESC, id DESC);
DROP INDEX boletos_newest, boletos_token, boletos_title_id;

-- migrate:down

CREATE INDEX boletos_newest ON boletos (created_at DESC, id DESC);
CREATE INDEX boletos_token ON boletos (token, created_at DESC, id DESC);
CREATE INDEX boletos_title_id ON boletos (title_id, created_at DESC, id DESC);
ALTER TABLE boletos DROP COLUMN tenant_id;
DROP TABLE configurations;
DROP TABLE tenant_api_keys;
DROP TABLE tenants;
