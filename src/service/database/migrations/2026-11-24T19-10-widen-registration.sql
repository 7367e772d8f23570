-- sbw:allow constraint-not-valid comes with the first release: boletos was made in the same run and is empty
-- sbw:allow index-concurrently comes with the first release: boletos was made in the same run and is empty
-- sbw:allow backfill-apart comes with the first release: boletos was made in the same run and is empty
-- sbw:allow several-tables comes with the first release: boletos was made in the same run and is empty
-- migrate:up

ALTER TABLE boletos
  DROP CONSTRAINT boletos_status_check,
  ADD CONSTRAINT boletos_status_check CHECK
    (status IN ('issued', 'pending_registration', 'registered', 'refused', 'failed', 'cancelled')),
  -- As wide as the widest bank's.
  DROP CONSTRAINT boletos_title_id_check,
  ADD CONSTRAINT boletos_title_id_check CHECK (title_id BETWEEN 1 AND 999999999999999),
  -- Written with the first outcome: until then they follow from the row. Where the bank allocates the title, it says them.
  ALTER COLUMN barcode DROP NOT NULL,
  ALTER COLUMN digitable_line DROP NOT NULL,
  -- After as many the boleto has failed; an operator's retry allows more.
  ADD COLUMN attempts_allowed integer NOT NULL DEFAULT 100,
  -- Of the request that made it: it is found by them in every log, and in what its owner is told.
  ADD COLUMN request_id text,
  ADD COLUMN traceparent text,
  -- Whose title ids they are: a bank's, however it is reached. NULL is written by the version before this one only.
  ADD COLUMN title_series text;

UPDATE boletos SET title_series = CASE issuer WHEN 'bradesco' THEN '237' ELSE issuer END;
UPDATE title_ids SET issuer = '237' WHERE issuer = 'bradesco';

-- boletos_title stays for the version before this one, whose INSERT names it.
CREATE UNIQUE INDEX boletos_title_in_series ON boletos
  (title_series, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'), ltrim(issuer_wallet, '0'), title_id);

ALTER TABLE outbox
  DROP CONSTRAINT outbox_kind_check,
  ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('registration', 'notification', 'dead-letter'));

-- migrate:down

DELETE FROM outbox WHERE kind = 'dead-letter';
ALTER TABLE outbox
  DROP CONSTRAINT outbox_kind_check,
  ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('registration', 'notification'));
DELETE FROM title_ids WHERE issuer = 'bradesco';
UPDATE title_ids SET issuer = 'bradesco' WHERE issuer = '237';
-- Fails while there are boletos that the schema before cannot hold: failed or cancelled ones, with wider
-- title ids, or without a barcode.
ALTER TABLE boletos
  DROP CONSTRAINT boletos_status_check,
  ADD CONSTRAINT boletos_status_check CHECK
    (status IN ('issued', 'pending_registration', 'registered', 'refused')),
  DROP CONSTRAINT boletos_title_id_check,
  ADD CONSTRAINT boletos_title_id_check CHECK (title_id BETWEEN 1 AND 99999999999),
  ALTER COLUMN barcode SET NOT NULL,
  ALTER COLUMN digitable_line SET NOT NULL,
  DROP COLUMN attempts_allowed,
  DROP COLUMN request_id,
  DROP COLUMN traceparent,
  DROP COLUMN title_series;
