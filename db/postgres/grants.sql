-- What the role of a desk may, put right by `mmc-desk grant ROLE` and again after every migration: rows, and no tables;
-- and of what is written for good, only more. {desk} is the role's name as an identifier, {name} as a text.

REVOKE CREATE ON SCHEMA public FROM PUBLIC, {desk};
GRANT USAGE ON SCHEMA public TO {desk};

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {desk};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {desk};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {desk};

REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {desk};

-- Tables whose trigger refuses it too: a second lock on the same door.
DO $$
DECLARE kept regclass;
BEGIN
    FOR kept IN
        SELECT DISTINCT tgrelid FROM pg_trigger
        WHERE tgfoid IN (SELECT oid FROM pg_proc WHERE proname IN ('audit_is_append_only', 'table_is_append_only'))
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM %I', kept, {name});
    END LOOP;
END $$;

-- The head of the trace goes forward with every write; a trigger holds it to that.
GRANT UPDATE ON audit_head TO {desk};
