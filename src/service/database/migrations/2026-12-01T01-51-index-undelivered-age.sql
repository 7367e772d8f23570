-- migrate:up transaction:false

-- For the schedule, which deletes the oldest ones.
CREATE INDEX CONCURRENTLY outbox_undelivered ON outbox (undelivered_at) WHERE undelivered_at IS NOT NULL;

-- migrate:down transaction:false

DROP INDEX CONCURRENTLY outbox_undelivered;
