-- migrate:up

-- What changed a boleto after its creation, written in the transaction that changed it. It holds no data of a payer.
CREATE TABLE boleto_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  boleto_id text NOT NULL,
  what text NOT NULL,
  before json,
  after json,
  -- API Gateway's id of the key; NULL for an operator, the queue and the schedule.
  api_key_id text,
  request_id text,
  at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX boleto_changes_boleto ON boleto_changes (boleto_id, id);

-- migrate:down

DROP TABLE boleto_changes;
