"""What was assessed, tested or reviewed falls due again: the newest of its kind counts, and only what was done once is due again.

It holds until the day that it says, else for the term of its kind. A review of a supplier by one organisation counts for
that organisation; one by nobody in particular counts for all that use the supplier. An inventory is verified by an assessment,
or by handing in a new file.
"""

from __future__ import annotations

from registry.codes import load_data
from registry.horizon.days import THERE, days_between, first_day, has_no_end, identity, last_day
from registry.horizon.rules import Rules
from registry.resolving.matching import Db

_INTO = """
    INSERT INTO fresh (id, kind, subject_kind, subject_id, application_id, component_kind, component_id, owner_id, supplier_id,
                       criticality, due, decide_by, path)
"""
_DUE = f"{days_between('n.first', 'n.last')}, n.first, '[]'"
INVENTORIES = ("inventory", "provider", "template")
"""Types of source of which a file verifies the inventory of its organisation."""


def derive_assessments(db: Db, rules: Rules) -> None:
    """One deadline for each subject, kind of assessment, and who must hear of it."""
    db.execute("DROP TABLE IF EXISTS held")
    db.execute(f"CREATE TEMP TABLE held ON COMMIT DROP AS {_held_sql(rules)}")
    db.execute(_verified_sql(rules), (list(INVENTORIES),))
    db.execute("ANALYZE held")
    for sql in (_APPLICATIONS, _SERVICES, _ORGANISATIONS, _SUPPLIERS):
        db.execute(sql)


def _held_sql(rules: Rules) -> str:
    """The assessments with the days until when they hold (without days: for ever), and the kind of subject of their alert."""
    subjects = {kind: str(found["subject"]) for kind, found in load_data("alerts")["kinds"].items()}
    terms = ", ".join(
        f"('{what}', {term.months}, '{term.alert}', '{subjects[term.alert]}')"
        for what, term in rules.assessment_terms.items()
    )
    until, done = "a.valid_until", "a.done_on"
    return f"""
        SELECT a.id, a.what, t.alert, t.subject, a.application_id, a.service_id, a.organisation_id,
               coalesce(a.supplier_id, s.supplier_id) AS supplier_id, {first_day(done, rules)} AS done, d.*
        FROM assessments a JOIN (VALUES {terms}) AS t(what, months, alert, subject) ON t.what = a.what
        LEFT JOIN cloud_services s ON s.id = a.service_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN {has_no_end(until, rules)} THEN NULL
                        ELSE coalesce({first_day(until, rules)},
                                      ({first_day(done, rules)} + make_interval(months => t.months))::date)
                        END AS first,
                   CASE WHEN {has_no_end(until, rules)} THEN NULL
                        WHEN {first_day(until, rules)} IS NOT NULL THEN {last_day(until, rules)}
                        ELSE ({last_day(done, rules)} + make_interval(months => t.months))::date END AS last,
                   {has_no_end(until, rules)} AS endless
        ) d
        WHERE a.ended_on IS NULL AND (d.first IS NOT NULL OR d.endless)
    """


def _verified_sql(rules: Rules) -> str:
    """The newest applied file of each organisation verifies its inventory."""
    term = rules.assessment_terms["inventory_verification"]
    due = f"(max(i.as_of) + make_interval(months => {term.months}))::date"
    return f"""
        INSERT INTO held (what, alert, subject, organisation_id, done, first, last, endless)
        SELECT 'inventory_verification', '{term.alert}', 'organisation', m.record_id, max(i.as_of), {due}, {due}, false
        FROM imports i JOIN sources o ON o.id = i.source_id JOIN matches m ON m.id = o.organisation_id
        WHERE i.state = 'applied' AND o.type = ANY(%s) AND m.kind = 'organisation' AND m.record_id IS NOT NULL
        GROUP BY m.record_id
    """


def _newest(subject: str, *more: str) -> str:
    """The newest assessment of each kind of a subject."""
    keys = ", ".join((subject, "h.what", *more))
    return f"SELECT DISTINCT ON ({keys}) h.*"


_NEWEST_FIRST = "h.done DESC NULLS LAST, h.endless DESC, h.first DESC, h.last DESC NULLS LAST"

_APPLICATIONS = f"""
    {_INTO}
    SELECT {identity("n.alert", "n.application_id", "n.what")}, n.alert, 'application', n.application_id, n.application_id,
           NULL, NULL, a.owner_id, NULL, a.criticality, {_DUE}
    FROM ({_newest("h.application_id")} FROM held h WHERE h.subject = 'application' AND h.application_id IS NOT NULL
          ORDER BY h.application_id, h.what, {_NEWEST_FIRST}) n
    JOIN applications a ON a.id = n.application_id
    WHERE {THERE} AND NOT n.endless
"""

_SERVICES = f"""
    {_INTO}
    SELECT {identity("n.alert", "n.service_id", "n.what || '|' || u.basis")}, n.alert, 'cloud_service', n.service_id, NULL,
           'cloud_service', n.service_id, u.owner, s.supplier_id, u.criticality, {_DUE}
    FROM ({_newest("h.service_id")} FROM held h
          WHERE h.subject IN ('cloud_service', 'application') AND h.application_id IS NULL AND h.service_id IS NOT NULL
          ORDER BY h.service_id, h.what, {_NEWEST_FIRST}) n
    JOIN cloud_services s ON s.id = n.service_id AND s.ended_on IS NULL
    JOIN service_users u ON u.service = s.id
    WHERE NOT n.endless
"""

_ORGANISATIONS = f"""
    {_INTO}
    SELECT {identity("n.alert", "n.organisation_id", "n.what")}, n.alert, 'organisation', n.organisation_id, NULL, NULL, NULL,
           n.organisation_id, NULL, NULL, {_DUE}
    FROM ({_newest("h.organisation_id")} FROM held h WHERE h.subject = 'organisation' AND h.organisation_id IS NOT NULL
          ORDER BY h.organisation_id, h.what, {_NEWEST_FIRST}) n
    JOIN organisations o ON o.id = n.organisation_id AND o.ended_on IS NULL
    WHERE NOT n.endless
"""

_SUPPLIERS = f"""
    {_INTO}
    SELECT {identity("n.alert", "n.supplier_id", "n.what || '|' || coalesce(n.owner::text, '')")}, n.alert, 'supplier',
           n.supplier_id, NULL, 'supplier', n.supplier_id, n.owner, n.supplier_id, NULL, {_DUE}
    FROM (
        {_newest("h.supplier_id", "u.owner")}, u.owner
        FROM held h LEFT JOIN (
            SELECT supplier, owner FROM supplier_users
            UNION SELECT supplier_id, organisation_id FROM held WHERE subject = 'supplier' AND organisation_id IS NOT NULL
        ) u ON u.supplier = h.supplier_id AND (h.organisation_id IS NULL OR h.organisation_id = u.owner)
        WHERE h.subject = 'supplier' AND h.supplier_id IS NOT NULL
        ORDER BY h.supplier_id, h.what, u.owner, {_NEWEST_FIRST}
    ) n
    WHERE NOT n.endless
"""
