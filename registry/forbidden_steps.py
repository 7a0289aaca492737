"""Rows of an import that would take an application a step that is not allowed: told at the preview, and kept as stated."""

from __future__ import annotations

from registry.codes import CODE_LISTS
from registry.phases import allowed_after, forbidden_steps
from registry.resolving.matching import Db

CODE = "forbidden_phase_step"

TELL = """
    INSERT INTO problems (import_id, severity, code, sheet, row_number, position, value, parameters)
    SELECT s.import_id, 'warning', %(code)s, s.sheet, s.row_number, h.position, c.lifecycle_state,
           jsonb_build_object('name', a.name, 'before_nl', f.before_nl, 'before_en', f.before_en, 'after_nl', f.after_nl,
                              'after_en', f.after_en, 'allowed_nl', f.allowed_nl, 'allowed_en', f.allowed_en)
    FROM staged_rows s JOIN application_claims c ON c.id = s.claim_id JOIN matches m ON m.id = s.match_id
    LEFT JOIN matches t ON t.id = m.target_id
    JOIN applications a ON a.id = coalesce(m.record_id, t.record_id)
    JOIN unnest(%(before)s::text[], %(after)s::text[], %(before_nl)s::text[], %(before_en)s::text[], %(after_nl)s::text[],
                %(after_en)s::text[], %(allowed_nl)s::text[], %(allowed_en)s::text[])
      AS f(before, after, before_nl, before_en, after_nl, after_en, allowed_nl, allowed_en)
      ON f.before = a.lifecycle_state AND f.after = c.lifecycle_state
    LEFT JOIN LATERAL (SELECT min(h.position) AS position FROM import_columns h
                       WHERE h.import_id = s.import_id AND h.sheet = s.sheet AND h.field = 'application.lifecycle_state') h ON true
    WHERE s.import_id = %(id)s AND s.kind = 'application' AND s.action = 'change' AND c.lifecycle_state IS NOT NULL
    ORDER BY s.row_number
"""


def tell_forbidden_steps(db: Db, import_id: int) -> None:
    """Write a warning for each such row of a planned import, in one statement."""
    labels, steps = CODE_LISTS["lifecycle_state"], forbidden_steps()
    asked: dict[str, object] = {"id": import_id, "code": CODE}
    asked |= {"before": [before for before, _ in steps], "after": [after for _, after in steps]}
    for language in ("nl", "en"):
        told = {state: str(getattr(code, language)) for state, code in labels.items()}
        asked[f"before_{language}"] = [told[before] for before, _ in steps]
        asked[f"after_{language}"] = [told[after] for _, after in steps]
        asked[f"allowed_{language}"] = [", ".join(told[one] for one in allowed_after(before)) for before, _ in steps]
    db.execute(TELL, asked)
