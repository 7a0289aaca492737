"""What a subscription was told before, and what became of it since: so that a message can say what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Since:
    """What happened since the last message to a deadline that was told of: `data` is that of its last alert.

    `what` is withdrawn, moved, or an action of a person (acknowledge, snooze, assign, reopen). `due` is the range as it is now.
    """

    what: str
    data: Mapping[str, Any]
    by: str | None = None
    until: date | None = None
    assignee: str | None = None
    reason: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """What a message needs besides its events: names by id, the last alert by deadline, and what happened since."""

    names: Mapping[UUID, str] = field(default_factory=dict)
    earlier: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    since: tuple[Since, ...] = ()


NOTHING = Background()
