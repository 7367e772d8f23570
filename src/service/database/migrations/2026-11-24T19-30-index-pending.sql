-- migrate:up transaction:false

-- The age of the oldest boleto that is still to be registered, which the schedule measures each time.
CREATE INDEX CONCURRENTLY boletos_pending ON boletos (created_at)
  WHERE register AND status IN ('issued', 'pending_registration');

-- migrate:down

DROP INDEX CONCURRENTLY boletos_pending;
