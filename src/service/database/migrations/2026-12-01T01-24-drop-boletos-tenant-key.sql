-- migrate:up

-- A check of each row at each POST. No statement deletes a tenant.
ALTER TABLE boletos DROP CONSTRAINT boletos_tenant_id_fkey;

-- migrate:down

ALTER TABLE boletos ADD CONSTRAINT boletos_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id);
