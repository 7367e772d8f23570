-- migrate:up transaction:false

-- The number of an event does not say when its queue first did not take it.
DROP INDEX CONCURRENTLY outbox_of_tenant;

-- migrate:down transaction:false

CREATE INDEX CONCURRENTLY outbox_of_tenant ON outbox (tenant_id, id) WHERE tenant_id IS NOT NULL;
