"""What a mail holds besides its events: what was told before, what persons decided since, and what things are called."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from registry.resolving.matching import Db
from registry.told_before import NOTHING, Since
from tests.notifiers.letters import alert
from tests.registry.bringing import Register, open_register
from tests.registry.sending import queue, queued, subscribed, taken
from tests.registry.telling import NOW, happen

YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


@pytest.fixture
def reader(register: Register) -> UUID:
    return subscribed(register.db, "j.jansen@belastingdienst.example", channel="mail", digest="daily")


def told(db: Db, subscription: UUID, data: dict[str, object], delivery: UUID | None = None) -> int:
    """An alert that was chosen for a subscription; its position."""
    subject = data["subject"]
    assert isinstance(subject, dict)
    position = happen(db, "alert.security-support-ends", subject=UUID(subject["id"]), data=data)
    db.execute("INSERT INTO delivery_events VALUES (%s, %s, %s)", (subscription, position, delivery))
    return position


def decided(db: Db, data: dict[str, dict[str, str]], action: str, **fields: object) -> None:
    columns = {"deadline_id": data["deadline"]["id"], "action": action, "decided_by": "A. de Vries"} | fields
    columns |= {"organisation_id": uuid4(), "decided_at": fields.get("decided_at", NOW - timedelta(hours=1))}
    names = ", ".join(columns)
    db.execute(
        f"INSERT INTO deadline_decisions ({names}) VALUES ({', '.join(['%s'] * len(columns))})", [*columns.values()]
    )


def deadline(db: Db, data: dict[str, dict[str, str]]) -> None:
    db.execute(
        "INSERT INTO deadlines (id, kind, subject_kind, subject_id, first_seen_on, seen_on)"
        " VALUES (%s, 'security_support_ends', 'application', %s, '2026-01-01', '2026-01-01')",
        (data["deadline"]["id"], data["subject"]["id"]),
    )


def test_the_last_alert_of_each_deadline_and_the_decisions_of_others(register: Register, reader: UUID) -> None:
    db = register.db
    first, other, strange = alert(), alert("Inning"), alert("Zaaktoe")
    for data in (first, other, strange):
        deadline(db, data)
    told(db, reader, alert(due="[2027-05-01,2027-05-02)"))
    told(db, reader, alert(due="[2027-03-01,2027-03-02)"))
    told(db, reader, other)
    told(db, subscribed(db, "a@b.example", channel="mail"), strange)
    decided(
        db, first, "snooze", until="2027-01-01", reason="Wordt vervangen", decided_at=YESTERDAY - timedelta(hours=1)
    )
    decided(db, other, "acknowledge", decided_at=YESTERDAY + timedelta(hours=1))
    decided(db, other, "assign", assignee="J. Jansen")
    decided(db, strange, "acknowledge")
    digest = queue(db, reader, "digest", NOW, "digest", {"since": YESTERDAY.isoformat()})
    told(db, reader, first, digest)
    (message,) = taken(db)
    assert message.background.earlier == {first["deadline"]["id"]: alert(due="[2027-03-01,2027-03-02)")}
    assert message.background.since == (Since("assign", other, "A. de Vries", None, "J. Jansen", None),)


def test_changes_are_called_by_their_names(register: Register, reader: UUID) -> None:
    db = register.db
    bzk = register.organisation("Ministerie van BZK", "BZK")
    register.bring(
        bzk, "een", {"application": {"name": ["Inning"]}, "supplier": {"name": ["Zivver B.V.", "Kiteworks"]}}
    )
    application, supplier, parent = (
        register.id_of(kind, name)
        for kind, name in (("application", "Inning"), ("supplier", "Zivver B.V."), ("supplier", "Kiteworks"))
    )
    digest = queue(db, reader, "digest", NOW, "digest")
    for position in (
        happen(db, "application.changed", subject=application),
        happen(db, "cloud-service.withdrawn", subject_kind="cloud_service"),
        happen(db, "import.applied", subject_kind="import", data={"import": 1}),
        happen(
            db, "supplier.change-of-control", subject=supplier, subject_kind="supplier", data={"parent": str(parent)}
        ),
    ):
        db.execute("INSERT INTO delivery_events VALUES (%s, %s, %s)", (reader, position, digest))
    (message,) = taken(db)
    assert message.background.names == {application: "Inning", supplier: "Zivver B.V.", parent: "Kiteworks"}
    assert message.background.since == ()


def test_other_channels_need_none_of_it(register: Register) -> None:
    queued(register.db, subscribed(register.db))
    (message,) = taken(register.db)
    assert message.background == NOTHING


def test_a_sign_of_life_knows_when_last_was_looked(register: Register, reader: UUID) -> None:
    db = register.db
    for at, state in ((YESTERDAY, "done"), (NOW - timedelta(hours=4), "done"), (NOW - timedelta(hours=1), "failed")):
        db.execute(
            "INSERT INTO scans (on_date, started_at, ended_at, state) VALUES (%s, %s, %s, %s)",
            (at.date(), at, at, state),
        )
    queue(db, reader, "heartbeat", NOW, "heartbeat")
    (message,) = taken(db)
    assert message.background.scanned_at == NOW - timedelta(hours=4)
