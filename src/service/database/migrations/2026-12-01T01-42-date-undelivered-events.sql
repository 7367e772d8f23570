-- migrate:up

-- Since when the event's queue has not taken it. GET /events lists a tenant's events in this order.
ALTER TABLE outbox ADD COLUMN undelivered_at timestamptz;

-- migrate:down

ALTER TABLE outbox DROP COLUMN undelivered_at;
