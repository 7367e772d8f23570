-- migrate:up transaction:false

-- boletos_title_in_series does its work. Only the version before the last named it in an INSERT.
DROP INDEX CONCURRENTLY IF EXISTS boletos_title;

-- migrate:down transaction:false

-- Fails where one wallet of a bank has one title id from two ways of registering it.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS boletos_title ON boletos
  (issuer, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'), ltrim(issuer_wallet, '0'), title_id);
