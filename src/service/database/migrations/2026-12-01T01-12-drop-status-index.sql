-- migrate:up transaction:false

-- While it exists, every registration writes every index of the table again.
DROP INDEX CONCURRENTLY boletos_of_tenant_by_status;

-- migrate:down transaction:false

CREATE INDEX CONCURRENTLY boletos_of_tenant_by_status ON boletos (tenant_id, status, created_at DESC, id DESC);
