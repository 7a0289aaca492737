CREATE FUNCTION folded(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));

COMMENT ON FUNCTION folded IS 'Text in small letters without accents, to search and sort by.';

CREATE FUNCTION application_phase(lifecycle_state text, ended_on daterange) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN ended_on IS NOT NULL OR lifecycle_state IN ('ended', 'archived') THEN 'past'
        WHEN lifecycle_state IN ('idea', 'planned', 'in_realisation') THEN 'future'
        WHEN lifecycle_state IS NULL THEN 'unknown'
        ELSE 'current'
    END;

COMMENT ON FUNCTION application_phase IS 'Whether an application is past, current or future; unknown is a value of its own.';

-- The clock is an argument: a step says at which moment it publishes, in the setting landschap.at.
CREATE FUNCTION published_at() RETURNS timestamptz
    LANGUAGE sql STABLE
    RETURN coalesce(nullif(current_setting('landschap.at', true), '')::timestamptz, now());

CREATE FUNCTION keep_history() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    names text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ') INTO names
    FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped;
    EXECUTE format(
        'INSERT INTO %I (%s, known_until) SELECT %s, published_at() FROM old_rows',
        TG_TABLE_NAME || '_history', names, names
    );
    RETURN NULL;
END $$;

CREATE FUNCTION keep_summary() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    before text := 'SELECT owner_id, application_phase(lifecycle_state, ended_on) AS phase, supplier_ids, -1 AS n FROM old_rows';
    after text := 'SELECT owner_id, application_phase(lifecycle_state, ended_on) AS phase, supplier_ids, 1 AS n FROM new_rows';
    moved text := CASE TG_OP WHEN 'INSERT' THEN after WHEN 'DELETE' THEN before ELSE before || ' UNION ALL ' || after END;
BEGIN
    EXECUTE format($sql$
        INSERT INTO landscape_summary AS s (overall, owner_id, phase, supplier_ids, applications)
        SELECT grouping(owner_id) = 1, owner_id, phase, supplier_ids, sum(n)
        FROM (%s) moved
        GROUP BY GROUPING SETS ((owner_id, phase, supplier_ids), (phase, supplier_ids))
        HAVING sum(n) <> 0
        ON CONFLICT (overall, phase, owner_id, supplier_ids)
        DO UPDATE SET applications = s.applications + excluded.applications
    $sql$, moved);
    DELETE FROM landscape_summary WHERE applications = 0;
    RETURN NULL;
END $$;

-- Links of applications come and go by the hundred thousand: a foreign key per row would cost more than the rows.
-- These hold the same by statement: a link needs its application, and goes with it.
CREATE FUNCTION require_application() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n WHERE NOT EXISTS (SELECT FROM applications a WHERE a.id = n.application_id)
    ) THEN
        RAISE foreign_key_violation USING MESSAGE = format('%s needs its application', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION drop_links() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    link text;
BEGIN
    FOREACH link IN ARRAY TG_ARGV LOOP
        EXECUTE format('DELETE FROM %I l USING old_rows o WHERE l.application_id = o.id', link);
    END LOOP;
    RETURN NULL;
END $$;
