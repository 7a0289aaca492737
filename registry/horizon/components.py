"""Deadlines of applications by themselves: the support of what they run on, and their own planned end."""

from __future__ import annotations

from registry.horizon.days import (
    THERE,
    by_code,
    days_between,
    first_day,
    has_no_end,
    identity,
    last_day,
    one_of,
    stated_days,
)
from registry.horizon.rules import Rules
from registry.horizon.support import EXTENDED
from registry.resolving.matching import Db

SUPPORT = "security_support_ends"
PLANNED = "planned_end"
KINDS = (SUPPORT, PLANNED)
"""The deadlines that are derived application by application."""
_INTO = """
    INSERT INTO fresh (id, kind, subject_kind, subject_id, application_id, component_kind, component_id, owner_id, product_id,
                       supplier_id, criticality, due, decide_by, lead_days, essential, path)
"""


def derive_components(db: Db, rules: Rules, *, narrow: bool) -> None:
    """What each application (of `scope`, where it is narrow) runs on, by version or else by product; and its planned end."""
    scope = "JOIN scope ON scope.id = a.id" if narrow else ""
    db.execute(_versions_sql(rules, scope))
    db.execute(_products_sql(rules, scope))
    db.execute(_planned_sql(rules, scope))


def _lead(rules: Rules, kind: str, *columns: str) -> str:
    """What was stated for the application, else the longest for its kinds, else the default."""
    leads = ", ".join(by_code(column, rules.leads(kind)) for column in columns)
    return f"coalesce({stated_days('a.migration_days')}, greatest({leads}), {rules.default_lead(kind)})"


def _versions_sql(rules: Rules, scope: str) -> str:
    """Paid support counts where it was bought: never shorter than without, nor longer than the vendor states."""
    bought = "(b.version IS NOT NULL OR o.version IS NOT NULL)"
    first, last = (f"CASE WHEN b.version IS NOT NULL THEN b.{day} ELSE o.{day} END" for day in ("first", "last"))
    return f"""
        {_INTO}
        SELECT {identity("'" + SUPPORT + "'", "a.id", "v.product_version_id")}, '{SUPPORT}', 'application', a.id, a.id,
               'product_version', v.product_version_id, a.owner_id, v.product_id, v.vendor_id, a.criticality,
               {days_between("e.first", "e.last")}, e.first - t.lead, t.lead,
               {one_of("v.kind", rules.essential_product_kinds)}, e.path
        FROM applications a {scope}
        JOIN application_product_versions l ON l.application_id = a.id
        JOIN version_supports v ON v.product_version_id = l.product_version_id
        LEFT JOIN bought b ON b.version = v.product_version_id AND b.application_id = a.id
        LEFT JOIN bought o ON o.version = v.product_version_id AND o.owner_id = a.owner_id
        CROSS JOIN LATERAL (SELECT {_lead(rules, SUPPORT, "a.kind", "v.kind")} AS lead) t
        CROSS JOIN LATERAL (
            SELECT {bought} AND least({first}, v.extended_from) > coalesce(v.support_from, '-infinity') AS longer
        ) x
        CROSS JOIN LATERAL (
            SELECT CASE WHEN x.longer THEN least({first}, v.extended_from) ELSE v.support_from END AS first,
                   CASE WHEN NOT coalesce(x.longer, false) THEN v.support_until
                        WHEN least({last}, v.extended_until) IS NOT NULL
                        THEN greatest(least({first}, v.extended_from), least({last}, v.extended_until)) END AS last,
                   jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
                       'kind', 'product_version', 'id', v.product_version_id, 'name', v.name,
                       'event', CASE WHEN x.longer THEN '{EXTENDED}' ELSE v.event END,
                       'dayUnknown', CASE WHEN NOT v.day_known AND NOT coalesce(x.longer, false) THEN true END,
                       'cycles', v.cycles))) AS path
        ) e
        WHERE {THERE}
    """


def _products_sql(rules: Rules, scope: str) -> str:
    """A product of which the version is not known: its end is not known either."""
    return f"""
        {_INTO}
        SELECT {identity("'" + SUPPORT + "'", "a.id", "p.id")}, '{SUPPORT}', 'application', a.id, a.id, 'product', p.id,
               a.owner_id, p.id, p.vendor_id, a.criticality, NULL, NULL, {_lead(rules, SUPPORT, "a.kind", "p.kind")},
               {one_of("p.kind", rules.essential_product_kinds)},
               jsonb_build_array(jsonb_build_object('kind', 'product', 'id', p.id, 'name', p.name))
        FROM applications a {scope}
        JOIN application_products l ON l.application_id = a.id
        JOIN products p ON p.id = l.product_id
        WHERE {THERE} AND NOT EXISTS (
            SELECT FROM application_product_versions r JOIN product_versions v ON v.id = r.product_version_id
            WHERE r.application_id = a.id AND v.product_id = p.id)
    """


def _planned_sql(rules: Rules, scope: str) -> str:
    """The day on which an application is to be out of use; one without such a plan has no such deadline."""
    return f"""
        {_INTO}
        SELECT {identity("'" + PLANNED + "'", "a.id")}, '{PLANNED}', 'application', a.id, a.id, NULL, NULL, a.owner_id, NULL, NULL,
               a.criticality, {days_between("e.first", "e.last")}, e.first - t.lead, t.lead, true, '[]'
        FROM applications a {scope}
        CROSS JOIN LATERAL (
            SELECT {first_day("a.planned_end", rules)} AS first, {last_day("a.planned_end", rules)} AS last
        ) e
        CROSS JOIN LATERAL (SELECT {_lead(rules, PLANNED, "a.kind")} AS lead) t
        WHERE {THERE} AND a.planned_end IS NOT NULL AND e.first IS NOT NULL AND NOT {has_no_end("a.planned_end", rules)}
    """
