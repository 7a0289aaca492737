"""A POST with the header `Idempotency-Key` does its work once, however often it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeAlias

import psycopg
from fastapi import Depends, Header, Request
from psycopg.types.json import Jsonb
from starlette.responses import Response

from api.answering import json_response, to_json
from api.dependencies import Now
from api.identity import ActingAs
from registry.actors import Deed
from registry.errors import Conflict, RegisterError

KEPT_DAYS = 7


class KeyInProgress(Conflict):
    """Een verzoek met deze Idempotency-Key is nog bezig. Probeer het zo weer."""

    english = "A request with this Idempotency-Key is still being worked on. Please try again."


class KeyReused(RegisterError):
    """Deze Idempotency-Key hoort bij een ander verzoek. Kies een nieuwe sleutel."""

    status = 422
    english = "This Idempotency-Key belongs to another request. Choose a new key."


@dataclass(frozen=True)
class Answer:
    """What a request is answered."""

    content: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def as_response(self) -> Response:
        """The answer as JSON."""
        return json_response(self.content, status=self.status, headers=self.headers)


@dataclass(frozen=True)
class Sent:
    """Who sent what, and when: with a key, the same again gives the same answer."""

    deed: Deed
    key: str | None
    payload: str

    @property
    def actor(self) -> str:
        """Whose key it is: two people may choose the same."""
        return f"{self.deed.actor.name}@{self.deed.actor.organisation}"

    def with_payload(self, *parts: str) -> Sent:
        """The same, with what the body alone does not tell."""
        return replace(self, payload=hashlib.sha256("\0".join((self.payload, *parts)).encode()).hexdigest())


async def get_sent(
    request: Request,
    now: Now,
    actor: ActingAs,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="Zelf gekozen sleutel: hetzelfde verzoek met dezelfde sleutel wordt maar een keer gedaan.",
            min_length=1,
            max_length=255,
        ),
    ] = None,
) -> Sent:
    """What was sent, by its hash; a form with a file is known by what the route adds (`with_payload`)."""
    form = request.headers.get("content-type", "").startswith("multipart/")
    body = b"" if form else await request.body()
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + body)
    return Sent(Deed(actor, now), idempotency_key, digest.hexdigest())


SentOnce: TypeAlias = Annotated[Sent, Depends(get_sent)]


def answer_once(db: psycopg.Connection[Any], sent: Sent, work: Callable[[], Answer]) -> Response:
    """The answer to the work, or the one that was given to it before.

    It is kept in the transaction of the work, so a request that was cut off leaves nothing half done. Raises
    `KeyInProgress` and `KeyReused`.
    """
    if sent.key is None:
        return work().as_response()
    if not _held(db, sent):
        raise KeyInProgress
    kept = db.execute(
        "SELECT payload, content, status, headers FROM idempotency_keys WHERE actor = %s AND key = %s",
        (sent.actor, sent.key),
    ).fetchone()
    if kept:
        if kept[0] != sent.payload:
            raise KeyReused
        return Answer(*kept[1:]).as_response()
    answer, at = work(), sent.deed.at
    db.execute("DELETE FROM idempotency_keys WHERE created_at < %s - make_interval(days => %s)", (at, KEPT_DAYS))
    content = Jsonb(answer.content, dumps=to_json)
    db.execute(
        "INSERT INTO idempotency_keys (actor, key, payload, content, status, headers, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (sent.actor, sent.key, sent.payload, content, answer.status, Jsonb(answer.headers), at),
    )
    return answer.as_response()


def _held(db: psycopg.Connection[Any], sent: Sent) -> bool:
    """Whether nobody else is at work under this key; held to the end of the transaction."""
    query = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
    row = db.execute(query, (f"landschap.idempotency {sent.actor} {sent.key}",)).fetchone()
    return bool(row and row[0])
