-- migrate:up

-- What banks take and print since 2026; all of it is optional.
ALTER TABLE boletos
  -- Kind of document (espécie): DM, DS, …
  ADD COLUMN document_type text,
  -- Check digits of agency and account, as the bank prints them: a digit, X or P.
  ADD COLUMN issuer_agency_digit text,
  ADD COLUMN issuer_account_digit text,
  -- The bank account, where issuer_account is an agreement (convênio).
  ADD COLUMN issuer_bank_account text,
  -- The final beneficiary: name, document and address.
  ADD COLUMN final_beneficiary json,
  -- Up to three discounts, each until a date.
  ADD COLUMN discounts json,
  -- Days after the due date on which it can still be paid. NULL: the bank's rule.
  ADD COLUMN days_to_expire integer,
  -- Which other amounts may be paid. NULL: none.
  ADD COLUMN divergent_payment json;

-- migrate:down

ALTER TABLE boletos
  DROP COLUMN document_type,
  DROP COLUMN issuer_agency_digit,
  DROP COLUMN issuer_account_digit,
  DROP COLUMN issuer_bank_account,
  DROP COLUMN final_beneficiary,
  DROP COLUMN discounts,
  DROP COLUMN days_to_expire,
  DROP COLUMN divergent_payment;
