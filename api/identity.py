"""Who acts, and for which organisation. The one seam where a login will come in: nothing else reads the header."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Header

from api.dependencies import Db, Now
from registry.actors import Actor, Deed, parse_acting_as

ABOUT = "Wie handelt, en namens welke organisatie (afkorting, naam, TOOI of id)."
ActingAsHeader: TypeAlias = Annotated[
    str, Header(alias="X-Acting-As", description=ABOUT, examples=["j.jansen@BZK"], min_length=1, max_length=500)
]


def get_actor(db: Db, x_acting_as: ActingAsHeader) -> Actor:
    """The actor that the request names; raises `InvalidInput`."""
    return parse_acting_as(db, _decoded(x_acting_as))


def _decoded(header: str) -> str:
    """The header as text: Starlette reads bytes as latin-1, people send utf-8 too."""
    raw = header.encode("latin-1")
    return raw.decode("utf-8") if _is_utf8(raw) else header


def _is_utf8(raw: bytes) -> bool:
    return raw.decode("utf-8", "ignore").encode("utf-8") == raw


ActingAs: TypeAlias = Annotated[Actor, Depends(get_actor, scope="function")]


def get_deed(now: Now, actor: ActingAs) -> Deed:
    """Who acts, and when."""
    return Deed(actor, now)


DeedOfRequest: TypeAlias = Annotated[Deed, Depends(get_deed)]
