-- migrate:up transaction:false

CREATE INDEX CONCURRENTLY boletos_of_tenant_by_status_filter ON boletos
  (tenant_id, status_filter, created_at DESC, id DESC) WHERE status_filter IS NOT NULL;

-- migrate:down transaction:false

DROP INDEX CONCURRENTLY boletos_of_tenant_by_status_filter;
