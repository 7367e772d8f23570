-- migrate:up

-- NULL no longer means any queue where there are several tenants. Each keeps the queues that its boletos name.
UPDATE tenants SET updated_at = now(), allowed_queues = ARRAY(
  SELECT DISTINCT queue_url FROM boletos WHERE boletos.tenant_id = tenants.id ORDER BY queue_url
)
WHERE allowed_queues IS NULL AND (SELECT count(*) FROM tenants) > 1;

-- migrate:down

-- Nobody knows any more which tenants could name any queue. An operator allows it: sbw tenant update --any-queue
SELECT 1;
