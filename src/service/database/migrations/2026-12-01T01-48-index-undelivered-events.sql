-- migrate:up transaction:false

CREATE INDEX CONCURRENTLY outbox_undelivered_of_tenant ON outbox (tenant_id, undelivered_at, id)
  WHERE undelivered_at IS NOT NULL;

-- migrate:down transaction:false

DROP INDEX CONCURRENTLY outbox_undelivered_of_tenant;
