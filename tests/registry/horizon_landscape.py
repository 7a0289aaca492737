"""A small landscape with ends, as a scan leaves it, for the tests of the reports on lives."""

import json
from collections import Counter
from datetime import date
from uuid import UUID, uuid5

from registry.resolving.matching import Db
from tests.registry.bringing import Register

NAMESPACE = UUID(int=7)
TODAY = date(2026, 11, 23)
ENDS = {
    "Toeslagen Portaal": ("BD", "2026-01-12", "2025-01-12", "Windows Server 2012"),
    "Inning Centraal": ("BD", "2027-01-12", "2026-04-12", "Windows Server 2016"),
    "Verlofregistratie": ("BZK", "2027-07-14", "2026-10-14", "SQL Server 2017"),
    "Postregistratie": ("BZK", "2028-01-01", "2027-06-01", "SQL Server 2017"),
    "Archief 2030": ("BZK", "2031-11-10", "2031-01-01", "Windows Server 2022"),
    "Vergaderzaal": ("BZK", None, None, None),
}
"""Owner, end, last safe moment to decide, and what governs it, by application."""


def made(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def fill(register: Register) -> dict[str, UUID]:
    """Two organisations under one ministry, six applications; the ids by name."""
    db = register.db
    bzk = register.organisation("Ministerie van BZK", "BZK")
    bd = register.organisation("Belastingdienst", "BD")
    relation = {"organisation": [str(bd)], "related": [str(bzk)], "relation": ["responsible_ministry"], "key": ["r"]}
    register.bring(bzk, "relaties", {"organisation_relation": relation}, type_="reference")
    owners = {"BZK": bzk, "BD": bd}
    for owner, organisation in owners.items():
        names = [name for name, (whose, *_) in ENDS.items() if whose == owner]
        rows = {"name": names, "owner": [str(organisation)] * len(names)}
        register.bring(organisation, "inventaris", {"application": rows})
    products = {"name": ["Windows Server", "SQL Server"]}
    register.bring(bzk, "producten", {"product": products}, type_="reference")
    ids = {name: register.id_of("application", name) for name in ENDS}
    ids |= {
        "BZK": register.id_of("organisation", "Ministerie van BZK"),
        "BD": register.id_of("organisation", "Belastingdienst"),
    }
    for identity, name in db.execute("SELECT id, name FROM products"):
        ids[name] = identity
    _derive(db, ids)
    return ids


def _derive(db: Db, ids: dict[str, UUID]) -> None:
    """What a scan derives: ends, their deadlines, and counts by day."""
    days: Counter[tuple[object, ...]] = Counter()
    for name, (owner, end, decide, release) in ENDS.items():
        product = ids[release.rsplit(" ", 1)[0]] if release else None
        path = [{"kind": "application", "id": str(ids[name]), "name": name}]
        if release:
            path.append({"kind": "product_version", "id": str(made(release)), "name": release})
            db.execute(
                "INSERT INTO deadlines (id, kind, subject_kind, subject_id, application_id, owner_id, due, decide_by,"
                " lead_days, path, first_seen_on, seen_on) VALUES (%s, 'security_support_ends', 'application', %s, %s, %s,"
                " daterange(%s, %s::date + 1), %s, 270, %s::jsonb, %s, %s)",
                (made(name), ids[name], ids[name], ids[owner], end, end, decide, json.dumps(path), TODAY, TODAY),
            )
        db.execute(
            "INSERT INTO application_ends (application_id, owner_id, phase, ends_from, ends_until, decide_by, deadline_id,"
            " kind, component_kind, component_id, product_id, criticality)"
            " VALUES (%s, %s, 'current', %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                ids[name], ids[owner], end, end, decide, made(name) if release else None,
                "security_support_ends" if release else None, "product_version" if release else None,
                made(release) if release else None, product, "high" if release else None,
            ),
        )  # fmt: skip
        for measure, day in (("end", end), ("decide", decide)):
            for dimension, key in (
                ("all", None),
                ("owner", ids[owner]),
                ("product", product),
                ("supplier", None),
                ("budget", None),
            ):
                days[measure, dimension, key, day] += 1
    for counted, number in days.items():
        db.execute(
            "INSERT INTO horizon_days (measure, dimension, key, phase, day, applications)"
            " VALUES (%s, %s, %s, 'current', %s, %s)",
            (*counted, number),
        )
    db.execute(
        "INSERT INTO scans (on_date, started_at, ended_at, state) VALUES (%s, '2026-11-23 05:00Z', '2026-11-23 05:01Z', 'done')",
        (TODAY,),
    )
