"""What a subscriber asks for, checked: every problem at once, in clear sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from registry.errors import FieldProblem, InvalidFields
from registry.fitting import KINDS, PATTERN
from registry.models.base import PLURALS
from registry.models.subscribing import CHANNELS, DIGESTS, ROLES
from registry.resolving.matching import Db

MOST_CHOSEN = 500
LONGEST_TEXT, LONGEST_TARGET = 200, 2000
MOST_DAYS = 3650
# What a mail server takes: RFC 5321 without quoted parts and comments. Names of domains may carry letters of any script.
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([\w-]{1,63}\.)+[\w-]{2,63}")
SUBJECTS = frozenset(
    {"alert", "deadline", "import", "source", "subscription", *(kind.replace("_", "-") for kind in PLURALS)}
)
"""What types of events begin with."""


@dataclass(frozen=True)
class Wish:
    """A subscription as a person asks for it. None is all of it; `target` is an address of the web or of mail."""

    name: str
    channel: str
    target: str | None = None
    kinds: Sequence[str] | None = None
    organisations: Sequence[UUID] | None = None
    products: Sequence[UUID] | None = None
    suppliers: Sequence[UUID] | None = None
    thresholds: Sequence[int] | None = None
    role: str = "system_owner"
    digest: str = "at_once"
    heartbeat: bool = True
    language: str = "nl"


FIELDS = tuple(field.name for field in fields(Wish))
KEYS: Mapping[str, str] = {name: name for name in FIELDS} | {
    "organisations": "organisationIds",
    "products": "productIds",
    "suppliers": "supplierIds",
}
"""What a field is called outside."""

Sentences = tuple[str, str]
_LISTS: Mapping[str, Sentences] = {
    "organisations": ("Organisatie {0} is niet bekend.", "Organisation {0} is not known."),
    "products": ("Product {0} is niet bekend.", "Product {0} is not known."),
    "suppliers": ("Leverancier {0} is niet bekend.", "Supplier {0} is not known."),
}
_KNOWN = "SELECT id FROM matches WHERE kind = %s AND id = ANY(%s) AND record_id IS NOT NULL"


def require_wish(db: Db, wish: Wish) -> None:
    """Raise `InvalidFields` with everything that is wrong with a wish."""
    found = [*_wrong_texts(wish), *_wrong_target(wish), *_wrong_choices(wish), *_unknown_records(db, wish)]
    if found:
        raise InvalidFields([FieldProblem(KEYS[field], nl, en) for field, (nl, en) in found])


def _wrong_texts(wish: Wish) -> list[tuple[str, Sentences]]:
    found: list[tuple[str, Sentences]] = []
    if not wish.name.strip() or len(wish.name) > LONGEST_TEXT or not wish.name.isprintable():
        found.append(
            (
                "name",
                (
                    f"Geef een naam op één regel, van hoogstens {LONGEST_TEXT} tekens.",
                    f"Give a name on one line, of at most {LONGEST_TEXT} characters.",
                ),
            )
        )
    options: Mapping[str, tuple[str, ...]] = {
        "channel": CHANNELS,
        "role": ROLES,
        "digest": DIGESTS,
        "language": ("nl", "en"),
    }
    for field, allowed in options.items():
        if getattr(wish, field) not in allowed:
            listed = ", ".join(allowed)
            found.append((field, (f"Kies een van: {listed}.", f"Choose one of: {listed}.")))
    return found


def _wrong_target(wish: Wish) -> list[tuple[str, Sentences]]:
    target = wish.target
    if wish.channel not in {"webhook", "mail"}:
        sentence = ("Bij dit kanaal hoort geen adres.", "This channel takes no address.")
        return [("target", sentence)] if target is not None else []
    if wish.channel == "webhook" and not _is_web_address(target):
        return [
            (
                "target",
                (
                    "Geef het adres dat de berichten ontvangt, bijvoorbeeld https://voorbeeld.nl/berichten.",
                    "Give the address that receives the messages, for example https://example.org/messages.",
                ),
            )
        ]
    if wish.channel == "mail" and (target is None or len(target) > 254 or not ADDRESS.fullmatch(target)):
        return [
            (
                "target",
                (
                    "Geef een e-mailadres, bijvoorbeeld j.jansen@voorbeeld.nl.",
                    "Give an e-mail address, for example j.jansen@example.org.",
                ),
            )
        ]
    return []


def _is_web_address(target: str | None) -> bool:
    """Whether it looks like one; where it may lead is for whoever sends."""
    if target is None or len(target) > LONGEST_TARGET or not target.isprintable() or " " in target:
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)


def _wrong_choices(wish: Wish) -> list[tuple[str, Sentences]]:
    found: list[tuple[str, Sentences]] = []
    for field in ("kinds", "organisations", "products", "suppliers", "thresholds"):
        chosen = getattr(wish, field)
        if chosen is not None and not 0 < len(chosen) <= MOST_CHOSEN:
            found.append(
                (
                    field,
                    (
                        f"Kies er 1 tot {MOST_CHOSEN}, of laat dit weg: dan is het alles.",
                        f"Choose 1 to {MOST_CHOSEN}, or leave this out to mean all.",
                    ),
                )
            )
    found += [
        ("kinds", (f"De soort {one!r} is niet bekend.", f"The kind {one!r} is not known."))
        for one in wish.kinds or ()
        if not _is_kind(one)
    ]
    found += [
        (
            "thresholds",
            (
                f"{days} is geen aantal dagen van 0 tot en met {MOST_DAYS}.",
                f"{days} is not a number of days from 0 to {MOST_DAYS}.",
            ),
        )
        for days in wish.thresholds or ()
        if not 0 <= days <= MOST_DAYS
    ]
    return found


def _is_kind(text: str) -> bool:
    return text in KINDS or (
        len(text) <= LONGEST_TEXT
        and PATTERN.fullmatch(text) is not None
        and "." in text
        and text.partition(".")[0] in SUBJECTS
    )


def _unknown_records(db: Db, wish: Wish) -> list[tuple[str, Sentences]]:
    found: list[tuple[str, Sentences]] = []
    for field, sentences in _LISTS.items():
        asked: Sequence[UUID] = getattr(wish, field) or ()
        if not asked:
            continue
        known = {row[0] for row in db.execute(_KNOWN, (field.removesuffix("s"), list(asked)))}
        found += [(field, (sentences[0].format(one), sentences[1].format(one))) for one in asked if one not in known]
    return found


def wish_of(known: Mapping[str, Any]) -> Wish:
    """The wish that a subscription stands for, from its columns."""
    return Wish(**{field: known[field] for field in FIELDS})
