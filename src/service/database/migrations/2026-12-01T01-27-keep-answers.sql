-- migrate:up

ALTER TABLE idempotency_keys
  -- HTTP status of the answer. NULL in a row of the version before this one: 201.
  ADD COLUMN status smallint,
  -- SHA-256 of method, path and body. NULL in a row of the version before this one, which compares `body_hash`.
  ADD COLUMN request_hash text,
  DROP CONSTRAINT idempotency_keys_boleto_id_fkey,
  DROP CONSTRAINT idempotency_keys_tenant_id_fkey;

-- migrate:down

ALTER TABLE idempotency_keys
  DROP COLUMN status,
  DROP COLUMN request_hash,
  ADD CONSTRAINT idempotency_keys_boleto_id_fkey FOREIGN KEY (boleto_id) REFERENCES boletos (id) ON DELETE CASCADE,
  ADD CONSTRAINT idempotency_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id);
