"""Invented messages to write letters of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from notifiers.mail_settings import MailSettings, read_mail_settings
from registry.delivering import Message
from registry.events import Event

AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
DELIVERY = UUID("6f1d8c1e-52a1-4a43-9a51-0c5ac9f1b001")
SUBSCRIPTION = UUID("6f1d8c1e-52a1-4a43-9a51-0c5ac9f1b002")
SETTINGS = read_mail_settings("smtp://127.0.0.1:25", "register@landschap.example", "https://landschap.example")


def settings(**changes: Any) -> MailSettings:
    return replace(SETTINGS, **changes)


def thing(kind: str, name: str) -> dict[str, str]:
    return {"kind": kind, "id": str(uuid5(SUBSCRIPTION, f"{kind} {name}")), "name": name}


def days(first: date, count: int = 1) -> str:
    return f"[{first},{first + timedelta(days=count)})"


def alert(
    subject: str = "Toeslagen Portaal",
    component: str | None = "Windows Server 2016",
    due: str | None = "[2027-01-12,2027-01-13)",
    *,
    kind: str = "security_support_ends",
    owner: str | None = "Belastingdienst",
    **changes: Any,
) -> dict[str, Any]:
    """The data of an alert event, as the scan writes it."""
    on, under = thing("application", subject), thing("product_version", component) if component else None
    return {
        "alert": {"kind": kind, "moment": "end", "rung": 90, "role": "system_owner"} | changes.get("alert", {}),
        "deadline": {
            "id": str(uuid5(SUBSCRIPTION, f"{kind} {subject} {component}")),
            "version": 1,
            "due": due,
            "decideBy": None,
            "leadDays": 0,
            "noticeDays": 0,
        }
        | changes.get("deadline", {}),
        "subject": on,
        "owner": thing("organisation", owner) if owner else None,
        "component": under,
        "criticality": "high",
        "path": [on, under] if under else [on],
        "daysLeft": changes.get("daysLeft", 49),
    }


def event(data: dict[str, Any], position: int = 1, type_: str | None = None) -> Event:
    found = data.get("alert", {}).get("kind", "").replace("_", "-")
    subject = data.get("subject") or {}
    return Event(
        position,
        uuid5(SUBSCRIPTION, f"event {position}"),
        type_ or f"alert.{found}",
        AT,
        subject.get("kind", "application"),
        UUID(subject["id"]) if "id" in subject else uuid5(SUBSCRIPTION, f"subject {position}"),
        None,
        data,
    )


def message(*data: dict[str, Any], what: str = "", language: str = "nl", **changes: Any) -> Message:
    events = tuple(event(one, position) for position, one in enumerate(data, 1))
    found = Message(
        id=DELIVERY,
        subscription_id=SUBSCRIPTION,
        what=what or ("event" if len(events) == 1 else "digest"),
        attempts=0,
        leased_until=AT,
        created_at=AT,
        data={},
        channel="mail",
        target="j.jansen@belastingdienst.example",
        name="Alles van Toeslagen",
        subscriber="J. Jansen",
        organisation_id=SUBSCRIPTION,
        language=language,
        digest="daily",
        secrets=(),
        events=events,
    )
    return replace(found, **changes)
