"""The four lives of one application apart: the vendor's, its own, that of its contracts, and that of policy.

They come together only in the effective end: the earliest day that governs it, by what, along which path, when to decide at
the latest, and what of it is not known and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registry.horizon.rules import load_rules
from registry.phases import Days, Sentence, Step, allowed_after, contradictions, merge_steps
from registry.queries.lifecycle_statements import Life, list_lives
from registry.queries.presenting import Row, fetch, present_days
from registry.queries.records import get_record
from registry.queries.stations import full_path, name_stations
from registry.resolving.matching import Db

OWN_KINDS = ("security_support_ends", "planned_end", "platform_ends", "contract_ends")
"""Deadlines that belong to the lives of vendors, the application itself, services and contracts; all others are of policy."""


def get_lives(db: Db, application: UUID, *, today: date) -> Row:
    """The lives of an application, in some fifteen statements. Raises `NotFound`."""
    record = get_record(db, "application", application)
    identity = UUID(str(record["id"]))
    deadlines = _deadlines(db, identity)
    end = next(iter(fetch(db, "SELECT * FROM application_ends WHERE application_id = %s", (identity,))), None)
    names = name_stations(db, [one["path"] for one in deadlines], [_component(one) for one in deadlines])
    shown = {one["id"]: _deadline(one, names) for one in deadlines}
    about = {"id": identity, "name": record["name"]}
    return {
        "application": about,
        "owner": record["owner"],
        "effective": _effective(about, end, {one["id"]: one for one in deadlines}, names),
        "vendor": _vendor(db, identity, deadlines, shown),
        "own": _own(db, record, identity, today),
        "contracts": _contracts(db, identity, deadlines, shown),
        "policy": {
            "deadlines": [shown[one["id"]] for one in deadlines if one["kind"] not in OWN_KINDS],
            "assessments": _assessments(db, identity),
        },
    }


DEADLINES = """
    SELECT d.* FROM deadlines d
    WHERE d.withdrawn_on IS NULL AND (
        d.application_id = %(id)s OR d.subject_id = %(id)s
        OR d.subject_id IN (SELECT contract_id FROM application_contracts WHERE application_id = %(id)s)
        OR d.subject_id IN (SELECT on_service_id FROM dependencies WHERE application_id = %(id)s AND ended_on IS NULL))
    ORDER BY lower(d.due), d.decide_by, d.id
"""


def _deadlines(db: Db, application: UUID) -> list[Row]:
    return fetch(db, DEADLINES, {"id": application})


def _component(row: Row) -> tuple[str, UUID] | None:
    return (row["component_kind"], row["component_id"]) if row["component_id"] else None


def _deadline(row: Row, names: Mapping[UUID, str | None]) -> Row:
    component = _component(row)
    return {
        "id": row["id"],
        "kind": row["kind"],
        "due": present_days(row["due"]) if row["due"] else None,
        "decideBy": row["decide_by"],
        "leadDays": row["lead_days"],
        "noticeDays": row["notice_days"],
        "essential": row["essential"],
        "component": {"kind": component[0], "id": component[1], "name": names.get(component[1])} if component else None,
    }


def _effective(about: Row, end: Row | None, deadlines: Mapping[UUID, Row], names: Mapping[UUID, str | None]) -> Row:
    """The end that governs; `unknown` says of which parts no day is known, and why. Without a row it is not worked out."""
    governing = deadlines.get(end["deadline_id"]) if end and end["deadline_id"] else None
    open_ones = [one for one in deadlines.values() if one["due"] is None and one["essential"]]
    unknown = [
        {"deadlineId": one["id"], "component": _deadline(one, names)["component"], "why": _why_of(one, names)}
        for one in open_ones
        if one["kind"] in OWN_KINDS
    ]
    if end is not None and end["ends_from"] is None and not unknown:
        nothing = Sentence(
            "Er is geen onderdeel, plan, dienst of contract bekend waarvan een einde afhangt.",
            "No component, plan, service or contract is known on which an end depends.",
        )
        unknown = [{"deadlineId": None, "component": None, "why": nothing}]
    return {
        "known": end is not None,
        "endsFrom": end["ends_from"] if end else None,
        "endsUntil": end["ends_until"] if end else None,
        "decideBy": end["decide_by"] if end else None,
        "unknownParts": end["unknown_parts"] if end else None,
        "governing": _deadline(governing, names) if governing else None,
        "path": full_path(about, governing["path"], names) if governing else [],
        "unknown": unknown,
    }


def _why_of(row: Row, names: Mapping[UUID, str | None]) -> Sentence:
    return why_unknown(row["component_kind"], names.get(row["component_id"]))


def why_unknown(kind: str | None, name: str | None) -> Sentence:
    """Why no end is known of a component of this kind and name."""
    name = name or "?"
    match kind:
        case "product":
            return Sentence(f"De versie van {name} is niet bekend.", f"The version of {name} is not known.")
        case "contract":
            return Sentence(f"Van contract {name} is geen einddatum bekend.", f"No end of contract {name} is known.")
        case "cloud_service":
            return Sentence(f"Van dienst {name} is geen einde bekend.", f"No end of service {name} is known.")
        case _:
            return Sentence(
                f"Van {name} is niet bekend wanneer de ondersteuning eindigt.",
                f"It is not known when support of {name} ends.",
            )


PARTS = """
    SELECT p.id AS product_id, p.name AS product, v.id AS version_id, v.name AS version
    FROM application_product_versions l JOIN product_versions v ON v.id = l.product_version_id
    JOIN products p ON p.id = v.product_id WHERE l.application_id = %(id)s
    UNION ALL
    SELECT p.id, p.name, NULL, NULL FROM application_products l JOIN products p ON p.id = l.product_id
    WHERE l.application_id = %(id)s AND NOT EXISTS (
        SELECT FROM application_product_versions o JOIN product_versions v ON v.id = o.product_version_id
        WHERE o.application_id = %(id)s AND v.product_id = p.id)
    ORDER BY product, version
"""


def _vendor(db: Db, application: UUID, deadlines: list[Row], shown: Mapping[UUID, Row]) -> list[Row]:
    """Each component with what is stated of it and counts, and the deadline that follows."""
    parts = fetch(db, PARTS, {"id": application})
    lives = {life.version_id: life for life in list_lives(db, [p["version_id"] for p in parts if p["version_id"]])}
    by_component = {
        one["component_id"]: shown[one["id"]] for one in deadlines if one["kind"] == "security_support_ends"
    }
    return [
        {
            "product": {"id": part["product_id"], "name": part["product"]},
            "version": {"id": part["version_id"], "name": part["version"]} if part["version_id"] else None,
            "statements": _counting(lives.get(part["version_id"])),
            "deadline": by_component.get(part["version_id"] or part["product_id"]),
        }
        for part in parts
    ]


def _counting(life: Life | None) -> list[Row]:
    if life is None:
        return []
    found = []
    for event, choice in life.counting.items():
        one = choice.statement
        days = one.happens and {"earliest": one.happens[0], "latest": one.happens[1]}
        found.append(
            {"id": one.id, "event": event, "stated": one.stated, "happens": days, "precision": one.precision}
            | {"why": choice.why, "source": one.source, "knownFrom": one.known_from}
        )
    return found


def _own(db: Db, record: Row, application: UUID, today: date) -> Row:
    """Its phases as planned and as they came, what contradicts, where it may go, and what the register knew before."""
    recorded = fetch(
        db,
        "SELECT state, planned, actual FROM application_phases WHERE application_id = %s AND ended_on IS NULL"
        " AND state IS NOT NULL ORDER BY known_from",
        (application,),
    )
    present = record["lifecycleState"]
    dates = {key: _days(record[key]) for key in ("plannedStart", "actualStart", "plannedEnd", "actualEnd")}
    steps = merge_steps(
        [Step(row["state"], _days(present_of(row["planned"])), _days(present_of(row["actual"]))) for row in recorded],
        present=present,
        start=(dates["plannedStart"], dates["actualStart"]),
        end=(dates["plannedEnd"], dates["actualEnd"]),
    )
    return {
        "state": present,
        "allowed": list(allowed_after(present)) if present else None,
        "steps": [_step(step) for step in steps],
        "contradictions": list(contradictions(steps, on=today)),
        "history": fetch(db, HISTORY, {"id": application}),
    }


HISTORY = """
    SELECT lifecycle_state AS state, known_from AS "knownFrom" FROM (
        SELECT *, lag(lifecycle_state) OVER w AS before, row_number() OVER w AS place FROM (
            SELECT lifecycle_state, known_from FROM applications WHERE id = %(id)s
            UNION ALL SELECT lifecycle_state, known_from FROM applications_history WHERE id = %(id)s AND known_until > known_from
        ) v WINDOW w AS (ORDER BY known_from)
    ) s WHERE place = 1 OR lifecycle_state IS DISTINCT FROM before ORDER BY known_from
"""


def present_of(days: Any) -> Row | None:
    """A range as records show it; None for none."""
    return None if days is None else present_days(days)


def _days(shown: Any) -> Days | None:
    return (shown["earliest"], shown["latest"]) if shown else None


def _step(step: Step) -> Row:
    days = {
        name: found and {"earliest": found[0], "latest": found[1]}
        for name, found in (("planned", step.planned), ("actual", step.actual))
    }
    return {"state": step.state, "present": step.present} | days


def _contracts(db: Db, application: UUID, deadlines: list[Row], shown: Mapping[UUID, Row]) -> list[Row]:
    """The contracts with their notice; one that states none has the notice of the rules, and says so."""
    assumed = load_rules().notice_days
    by_subject = {one["subject_id"]: shown[one["id"]] for one in deadlines if one["kind"] == "contract_ends"}
    rows = fetch(
        db,
        "SELECT c.* FROM contracts c JOIN application_contracts l ON l.contract_id = c.id WHERE l.application_id = %s"
        " ORDER BY lower(c.ends), c.id",
        (application,),
    )
    found = []
    for row in rows:
        notice = assumed if row["notice_days"] is None else row["notice_days"]
        first = row["ends"].lower if row["ends"] else None
        last = first - timedelta(days=notice) if first and (first - date.min).days >= notice else None
        found.append(
            {"id": row["id"], "name": row["name"], "state": row["state"], "renewal": row["renewal"]}
            | {"starts": present_of(row["starts"]), "ends": present_of(row["ends"])}
            | {"noticeDays": notice, "noticeAssumed": row["notice_days"] is None, "exitDays": row["exit_days"]}
            | {"lastNoticeOn": last, "deadline": by_subject.get(row["id"])}
        )
    return found


ASSESSMENTS = """
    SELECT t.id, t.what, t.outcome, t.done_on, t.valid_until, t.document, s.id AS service_id, s.name AS service
    FROM assessments t LEFT JOIN cloud_services s ON s.id = t.service_id
    WHERE t.ended_on IS NULL AND (t.application_id = %(id)s OR t.service_id IN (
        SELECT on_service_id FROM dependencies WHERE application_id = %(id)s AND ended_on IS NULL))
    ORDER BY lower(t.done_on) DESC NULLS LAST, t.id LIMIT 200
"""


def _assessments(db: Db, application: UUID) -> list[Row]:
    return [
        {name: row[name] for name in ("id", "what", "outcome", "document")}
        | {"doneOn": present_of(row["done_on"]), "validUntil": present_of(row["valid_until"])}
        | {"service": {"id": row["service_id"], "name": row["service"]} if row["service_id"] else None}
        for row in fetch(db, ASSESSMENTS, {"id": application})
    ]


def told(lives: Row, language: str) -> Any:
    """The lives with every sentence in one language."""
    return _told(lives, language)


def _told(value: Any, language: str) -> Any:
    match value:
        case Sentence():
            return asdict(value)[language]
        case dict():
            return {key: _told(one, language) for key, one in value.items()}
        case list():
            return [_told(one, language) for one in value]
        case _:
            return value
