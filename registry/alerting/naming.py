"""The names of what a deadline `d` is about, of its owner and of the component that governs it, as joins and as JSON."""

from __future__ import annotations

from registry.horizon.days import THERE

_VERSION = "CASE WHEN position(lower(pp.name) IN lower(pv.name)) > 0 THEN pv.name ELSE pp.name || ' ' || pv.name END"
_PLAIN = {
    "application": "applications",
    "contract": "contracts",
    "cloud_service": "cloud_services",
    "supplier": "suppliers",
    "organisation": "organisations",
    "finding": "findings",
    "product": "products",
}
_SUBJECTS = ("application", "contract", "cloud_service", "supplier", "organisation", "finding")
_COMPONENTS = ("contract", "cloud_service", "supplier", "product", "application", "organisation")


def _joins(side: str, kinds: tuple[str, ...]) -> str:
    return " ".join(
        f"LEFT JOIN {_PLAIN[kind]} {side}_{kind} ON d.{side}_kind = '{kind}' AND {side}_{kind}.id = d.{side}_id"
        for kind in kinds
    )


def _name(side: str, kinds: tuple[str, ...]) -> str:
    return ", ".join(f"{side}_{kind}.name" for kind in kinds)


JOINS = f"""
    {_joins("subject", _SUBJECTS)} {_joins("component", _COMPONENTS)}
    LEFT JOIN product_versions pv ON d.component_kind = 'product_version' AND pv.id = d.component_id
    LEFT JOIN products pp ON pp.id = pv.product_id
    LEFT JOIN organisations owner ON owner.id = d.owner_id
"""
SUBJECT_NAME = f"COALESCE({_name('subject', _SUBJECTS)})"
COMPONENT_NAME = f"COALESCE({_name('component', _COMPONENTS)}, {_VERSION})"
NAMED = 3
"""Applications of a contract that an event names; of more it tells how many there are."""

# For contracts only. Adding an empty object to an object leaves that one as it is, without reading it.
_APPLICATIONS = f"""
    CASE WHEN d.kind = 'contract_ends' THEN (
        SELECT jsonb_build_object('applications', jsonb_build_object(
            'count', count(*), 'names', COALESCE(to_jsonb((array_agg(a.name ORDER BY a.name, a.id))[1:{NAMED}]), '[]')))
        FROM application_contracts l JOIN applications a ON a.id = l.application_id
        WHERE l.contract_id = d.subject_id AND {THERE}
    ) ELSE '{{}}' END
"""
DATA = f"""
    jsonb_build_object(
        'deadline', jsonb_build_object('id', d.id, 'version', d.version, 'due', d.due::text, 'decideBy', d.decide_by,
                                       'leadDays', d.lead_days, 'noticeDays', d.notice_days),
        'subject', jsonb_build_object('kind', d.subject_kind, 'id', d.subject_id, 'name', {SUBJECT_NAME}),
        'owner', CASE WHEN d.owner_id IS NOT NULL THEN jsonb_build_object('id', d.owner_id, 'name', owner.name) END,
        'component', CASE WHEN d.component_id IS NOT NULL THEN
            jsonb_build_object('kind', d.component_kind, 'id', d.component_id, 'name', {COMPONENT_NAME}) END,
        'criticality', d.criticality, 'path', d.path)
    || {_APPLICATIONS}
"""
"""What an event tells of a deadline, whole in itself: no channel has to ask further."""
