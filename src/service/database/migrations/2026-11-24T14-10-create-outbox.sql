-- migrate:up

-- Messages to send, written in the transaction that makes them necessary.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  boleto_id text NOT NULL REFERENCES boletos (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('registration', 'notification')),
  body json NOT NULL,
  -- Nobody sends it before; whoever is about to send it moves this on first.
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0
);

CREATE INDEX outbox_due ON outbox (due_at);
CREATE INDEX outbox_boleto ON outbox (boleto_id);

-- migrate:down

DROP TABLE outbox;
