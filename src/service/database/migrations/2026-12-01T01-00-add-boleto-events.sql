-- migrate:up

ALTER TABLE boletos
  -- Events of the boleto so far: each has the next number, and its owner is told of them in this order.
  ADD COLUMN events integer NOT NULL DEFAULT 0,
  -- The status, for the filter of the list. NULL for a registered boleto and while the first attempt runs: the usual
  -- registration then changes no indexed column, and PostgreSQL writes no index again (HOT).
  ADD COLUMN status_filter text,
  -- Room on each page for the row's next version.
  SET (fillfactor = 60);

-- migrate:down

ALTER TABLE boletos
  DROP COLUMN events,
  DROP COLUMN status_filter,
  RESET (fillfactor);
