-- migrate:up transaction:false

-- The age of the oldest pending boleto comes from the reminders now.
DROP INDEX CONCURRENTLY boletos_pending;

-- migrate:down transaction:false

CREATE INDEX CONCURRENTLY boletos_pending ON boletos (created_at)
  WHERE register AND status IN ('issued', 'pending_registration');
