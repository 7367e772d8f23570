-- migrate:up

-- The releases before 2026-12-01 wrote no numbers. These events come before all numbered ones of their boletos.
UPDATE outbox SET sequence = place
FROM (
  SELECT id, row_number() OVER (PARTITION BY boleto_id ORDER BY id) - count(*) OVER (PARTITION BY boleto_id) AS place
  FROM outbox WHERE kind = 'notification' AND sequence IS NULL
) old
WHERE outbox.id = old.id;

-- migrate:down

UPDATE outbox SET sequence = NULL WHERE sequence < 1;
