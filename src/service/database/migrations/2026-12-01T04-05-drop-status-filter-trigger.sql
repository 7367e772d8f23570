-- migrate:up

-- It wrote the filter for the releases before 2026-12-01. Every statement since then writes the filter itself.
DROP TRIGGER boletos_status_filter ON boletos;
DROP FUNCTION set_status_filter();

-- migrate:down

CREATE FUNCTION set_status_filter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.status_filter := NULLIF(NEW.status, 'registered');
  RETURN NEW;
END $$;

CREATE TRIGGER boletos_status_filter BEFORE INSERT OR UPDATE ON boletos FOR EACH ROW
  WHEN (CASE NEW.status
    WHEN 'registered' THEN NEW.status_filter IS NOT NULL
    WHEN 'issued' THEN NEW.status_filter IS NULL AND (NOT NEW.register OR NEW.registration_attempts > 1)
    ELSE NEW.status_filter IS DISTINCT FROM NEW.status
  END)
  EXECUTE FUNCTION set_status_filter();
