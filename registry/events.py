"""Events as CloudEvents in the NL GOV profile (Logius, NL GOV profile for CloudEvents 1.0). Pure.

`time` is when the register recorded the event, in UTC. `sequence` is its position in the outbox, as text of 20 digits so
that it sorts; `partitionkey` is the subject, whose events come in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from registry.codes import load_data
from registry.models.base import PLURALS


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the outbox. `type` is short: "application.changed", "alert.security-support-ends"."""

    position: int
    id: UUID
    type: str
    at: datetime
    subject_kind: str
    subject_id: UUID | None
    organisation_id: UUID | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose register this is: `source` as a URN with the OIN, and the address at which it is read."""

    source: str
    base_url: str


EVENT_COLUMNS = "position, id, type, at, subject_kind, subject_id, organisation_id, data"
"""What an `Event` is read from, in order."""
CONTENT_TYPE = "application/cloudevents+json"
BATCH_CONTENT_TYPE = "application/cloudevents-batch+json"
_RESOURCES = {"import": "imports", "subscription": "subscriptions", "deadline": "deadlines"}


@cache
def _naming() -> tuple[str, str]:
    policy = load_data("notifications")
    return str(policy["event_prefix"]), str(policy["event_version"])


def full_type(type_: str) -> str:
    """The type as others see it, with prefix and version."""
    prefix, version = _naming()
    return f"{prefix}.{type_}.{version}"


def short_type(type_: str) -> str:
    """The type as the register keeps it; what has no prefix of ours is given back as it is."""
    prefix, version = _naming()
    return type_.removeprefix(f"{prefix}.").removesuffix(f".{version}") if type_.startswith(f"{prefix}.") else type_


def cloud_event(event: Event, origin: Origin) -> dict[str, Any]:
    """The event as JSON of a CloudEvent, in the order in which people read it."""
    subject = str(event.subject_id) if event.subject_id else None
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(event.id),
        "source": origin.source,
        "type": full_type(event.type),
        "time": event.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "subject": subject,
        "datacontenttype": "application/json",
        "dataref": _address(event, origin),
        "sequence": f"{event.position:020d}",
        "sequencetype": "Integer",
        "partitionkey": subject or event.subject_kind,
    }
    kept = {name: value for name, value in found.items() if value is not None}
    return kept | {"data": {"kind": event.subject_kind, "id": subject, **event.data}}


def _address(event: Event, origin: Origin) -> str | None:
    """Where the subject is read in the API, where it has an address."""
    number = event.data.get("import") if event.subject_kind == "import" else event.subject_id
    plural = _RESOURCES.get(event.subject_kind) or plural_of(event.subject_kind)
    return f"{origin.base_url}/v1/{plural}/{number}" if plural and number else None


def plural_of(kind: str) -> str | None:
    """The path of the records of a kind, or None for what is no record with a page of its own."""
    plural = PLURALS.get(kind)
    return plural.replace("_", "-") if plural else None
