-- migrate:up

-- When an operator erased the payer's data.
ALTER TABLE boletos ADD COLUMN payer_erased_at timestamptz;

-- migrate:down

ALTER TABLE boletos DROP COLUMN payer_erased_at;
