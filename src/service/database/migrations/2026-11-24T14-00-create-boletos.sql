-- migrate:up

CREATE TABLE boletos (
  id text PRIMARY KEY,
  token text NOT NULL,
  queue_url text NOT NULL,
  status text NOT NULL CHECK (status IN ('issued', 'pending_registration', 'registered', 'refused')),
  -- Whether it is to be registered at all: an issued boleto without it stays issued.
  register boolean NOT NULL,
  expiration_date date NOT NULL,
  amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 9999999999),
  paid_amount bigint NOT NULL DEFAULT 0 CHECK (paid_amount >= 0),
  interest json,
  fine json,
  instructions text,
  issuer text NOT NULL,
  issuer_account text NOT NULL,
  issuer_agency text NOT NULL,
  issuer_wallet text NOT NULL,
  issuer_id text,
  issuer_response_code text,
  title_id bigint NOT NULL CHECK (title_id BETWEEN 1 AND 99999999999),
  barcode text NOT NULL CHECK (barcode ~ '^[0-9]{44}$'),
  digitable_line text NOT NULL,
  payer_name text,
  payer_document_type text CHECK (payer_document_type IN ('cpf', 'cnpj')),
  payer_document_number text,
  payer_address json,
  external_id text,
  company_name text,
  company_document_number text,
  company_address json,
  bank_response_code text,
  rules json,
  boleto_url text,
  reference_id text,
  -- Times a provider was or is being asked: also the token of the lease, which only the latest attempt may settle.
  registration_attempts integer NOT NULL DEFAULT 0,
  registering_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- The issuer knows a title by these; leading zeros make no difference to a bank.
CREATE UNIQUE INDEX boletos_title ON boletos
  (issuer, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'), ltrim(issuer_wallet, '0'), title_id);
CREATE INDEX boletos_newest ON boletos (created_at DESC, id DESC);
CREATE INDEX boletos_token ON boletos (token, created_at DESC, id DESC);
CREATE INDEX boletos_title_id ON boletos (title_id, created_at DESC, id DESC);

CREATE TABLE title_ids (
  issuer text NOT NULL,
  agency text NOT NULL,
  account text NOT NULL,
  wallet text NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (issuer, agency, account, wallet)
);

-- migrate:down

DROP TABLE title_ids;
DROP TABLE boletos;
