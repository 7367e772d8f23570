-- migrate:up

-- Whose account the wallet is, as an operator says: POST /boletos fills it in, and slips print it.
ALTER TABLE title_ids
  ADD COLUMN beneficiary_name text,
  ADD COLUMN beneficiary_document_number text,
  ADD COLUMN beneficiary_address json,
  ADD COLUMN agency_digit text,
  ADD COLUMN account_digit text,
  ADD COLUMN bank_account text;

-- migrate:down

ALTER TABLE title_ids
  DROP COLUMN beneficiary_name,
  DROP COLUMN beneficiary_document_number,
  DROP COLUMN beneficiary_address,
  DROP COLUMN agency_digit,
  DROP COLUMN account_digit,
  DROP COLUMN bank_account;
