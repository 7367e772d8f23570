-- migrate:up

UPDATE boletos SET status_filter = status WHERE status <> 'registered' AND status_filter IS NULL;

-- migrate:down

-- The column's own migration drops what this one wrote.
SELECT 1;
