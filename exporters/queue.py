"""Questions and decisions on who is meant, as the API and the command line answer them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from registry.queries.judgements import Decided
from registry.queries.questions import Side
from registry.queries.queue_of_questions import Asked
from registry.queries.review_reasons import Sentences

QUESTION_COLUMNS = ("left", "right", "score", "applications", "spend", "for", "against", "left id", "right id")


def shown_question(one: Asked, *, english: bool) -> dict[str, Any]:
    """A question as JSON, its reasons in one language."""
    in_favour, against = _told(one.reasons_for, english=english), _told(one.reasons_against, english=english)
    return {
        "kind": one.kind,
        "about": one.about,
        "left": _side(one.left),
        "right": _side(one.right),
        "reasons": [*in_favour, *against],
        "reasonsFor": in_favour,
        "reasonsAgainst": against,
        "score": None if one.score is None else round(one.score, 4),
        "rulesVersion": one.rules,
        "moves": {
            "applications": one.moves.applications,
            "spendMin": one.moves.low,
            "spendMax": one.moves.high,
            "contractsUnknown": one.moves.unknown,
        },
        "neighbours": [
            {"id": other.id, "name": other.name, "score": round(other.score, 4)} for other in one.neighbours
        ],
    }


def question_lines(questions: list[Asked], *, english: bool) -> Iterator[tuple[str, ...]]:
    """A line for each question."""
    for one in questions:
        yield (
            one.left.name or "", one.right.name or "", "" if one.score is None else f"{one.score:.3f}",
            str(one.moves.applications), _spend(one.moves.low, one.moves.high),
            " ".join(_told(one.reasons_for, english=english)), " ".join(_told(one.reasons_against, english=english)),
            str(one.left.id), str(one.right.id),
        )  # fmt: skip


def shown_decision(one: Decided, *, english: bool) -> dict[str, Any]:
    """A decision as JSON."""
    said = [one.reason] if one.reason else _told(one.reasons, english=english)
    return {
        "id": one.id,
        "by": "rule" if one.id is None else "person",
        "kind": one.kind,
        "left": _named(one.left),
        "right": _named(one.right),
        "verdict": one.verdict,
        "reasons": said,
        "score": None if one.score is None else round(one.score, 4),
        "rulesVersion": one.rules,
        "decidedBy": one.decided_by,
        "decidedAt": one.decided_at,
        "stands": one.stands,
    }


def _spend(low: Decimal | None, high: Decimal | None) -> str:
    if low is None and high is None:
        return ""
    return f"{low or 0:f}" if low == high else f"{low or 0:f} - {'?' if high is None else f'{high:f}'}"


def _side(side: Side) -> dict[str, Any]:
    mentions = [{"source": source, "key": key} for source, key in side.mentions]
    return {"id": side.id, "name": side.name, "mentions": mentions}


def _named(side: tuple[UUID | None, str | None]) -> dict[str, Any]:
    return {"id": side[0], "name": side[1]}


def _told(sentences: Sentences, *, english: bool) -> list[str]:
    return [one[english] for one in sentences]
