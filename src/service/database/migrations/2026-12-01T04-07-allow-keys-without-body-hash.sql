-- migrate:up

-- `request_hash` replaces it. The release before this one still writes it, so a later migration drops it.
ALTER TABLE idempotency_keys ALTER COLUMN body_hash DROP NOT NULL;

-- migrate:down

-- The release before this one compares the hash of the request where there is one, and then ignores this value.
UPDATE idempotency_keys SET body_hash = request_hash WHERE body_hash IS NULL;
ALTER TABLE idempotency_keys ALTER COLUMN body_hash SET NOT NULL;
