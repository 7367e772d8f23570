-- migrate:up transaction:false

CREATE INDEX CONCURRENTLY outbox_of_tenant ON outbox (tenant_id, id) WHERE tenant_id IS NOT NULL;

-- migrate:down transaction:false

DROP INDEX CONCURRENTLY outbox_of_tenant;
