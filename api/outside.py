"""Where the register stands among others: whose events it tells, at which address it is read, and where webhooks may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from notifiers.targets import Allowed, RefusedTarget, check_target
from registry.errors import FieldProblem, InvalidFields
from registry.events import Origin

HERE = Origin(f"urn:nld:oin:{'0' * 20}:systeem:landschap", "http://127.0.0.1:8000")


@dataclass(frozen=True, slots=True)
class Outside:
    """What the settings say about it; without them this computer's own."""

    origin: Origin = HERE
    allowed: Allowed = field(default_factory=Allowed)


def get_outside(request: Request) -> Outside:
    """That of the application."""
    found: Outside = getattr(request.app.state, "outside", None) or Outside()
    return found


OutsideOfApp: TypeAlias = Annotated[Outside, Depends(get_outside)]


def require_target(url: str | None, outside: Outside) -> None:
    """Raise `InvalidFields` where no webhook may go; once more it is checked whenever something is sent."""
    if url is None:
        return
    try:
        check_target(url, outside.allowed)
    except RefusedTarget as refused:
        raise InvalidFields([FieldProblem("target", refused.reason.nl, refused.reason.en)]) from refused
