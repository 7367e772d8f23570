-- migrate:up

ALTER TABLE tenants
  -- always: every event goes to the boleto's queue. later: not what the answer to a request with a key already said.
  ADD COLUMN notify text NOT NULL DEFAULT 'always',
  -- Days for which a payer's data must be kept after the due date.
  ADD COLUMN payer_retention_days integer NOT NULL DEFAULT 0;

-- migrate:down

ALTER TABLE tenants DROP COLUMN notify, DROP COLUMN payer_retention_days;
