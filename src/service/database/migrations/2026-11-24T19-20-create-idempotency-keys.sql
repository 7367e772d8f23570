-- migrate:up

CREATE TABLE idempotency_keys (
  tenant_id text NOT NULL REFERENCES tenants (id),
  key text NOT NULL,
  -- SHA-256 of the body that came with it first.
  body_hash text NOT NULL,
  boleto_id text NOT NULL REFERENCES boletos (id) ON DELETE CASCADE,
  -- The boleto's row as it was first answered; NULL while that request is under way, and for ever if it was killed.
  answer json,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, key)
);

CREATE INDEX idempotency_keys_boleto ON idempotency_keys (boleto_id);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);

-- migrate:down

DROP TABLE idempotency_keys;
