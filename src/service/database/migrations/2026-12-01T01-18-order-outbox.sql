-- migrate:up

ALTER TABLE outbox
  -- The event's number within its boleto, in whose order its owner is told. NULL for what is no event.
  ADD COLUMN sequence integer,
  -- Written once a queue did not take the event: GET /events shows it to its tenant.
  ADD COLUMN tenant_id text,
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  -- A check of each row at each POST. No statement deletes a boleto.
  DROP CONSTRAINT outbox_boleto_id_fkey,
  SET (fillfactor = 60);

-- migrate:down

ALTER TABLE outbox
  DROP COLUMN sequence,
  DROP COLUMN tenant_id,
  DROP COLUMN created_at,
  ADD CONSTRAINT outbox_boleto_id_fkey FOREIGN KEY (boleto_id) REFERENCES boletos (id) ON DELETE CASCADE,
  RESET (fillfactor);
