"""Where a person reads more: the addresses of the register's screens. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

SCREENS = {
    "application": "applicaties",
    "cloud_service": "clouddiensten",
    "organisation": "organisaties",
    "supplier": "leveranciers",
}
"""Paths of the screens of records, by kind."""


def subject_place(subject: Mapping[str, Any], base_url: str) -> str | None:
    """The screen of a record (`{"kind", "id"}`), where it has one."""
    path, found = SCREENS.get(str(subject.get("kind"))), _id(subject.get("id"))
    return f"{base_url}/{path}/{found}" if path and found else None


def deadline_place(deadline: str | None, base_url: str) -> str | None:
    """The screen on which a deadline is decided upon."""
    found = _id(deadline)
    return f"{base_url}/werklijst/{found}" if found else None


def list_place(base_url: str) -> str:
    """The screen with all that is due."""
    return f"{base_url}/werklijst"


def subscription_place(subscription: UUID, base_url: str) -> str:
    """The screen of a subscription."""
    return f"{base_url}/abonnementen/{subscription}"


def unsubscribe_place(token: str, base_url: str) -> str:
    """Where the receiver of a message says to want no more, by one click."""
    return f"{base_url}/afmelden?token={quote(token, safe='')}"


def _id(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
