"""The evidence on two suppliers, in words: what the rules find on their names, and what persons said."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from registry.comparing import Reason, compare
from registry.kinds import KINDS
from registry.queries.presenting import Row, fetch
from registry.resolving.judging import STANDING
from registry.resolving.matching import Db
from registry.resolving.ruling import name_of

Sentences = tuple[tuple[str, str], ...]
SAME_NAME = ("De naam zonder rechtsvorm is gelijk.", "The name without its legal form is the same.")
_DISPUTED = ("Oordelen van mensen spreken elkaar tegen.", "Judgements of persons contradict each other.")
_SAID = {
    "same": ("{by} besliste dat dit dezelfde is", "{by} decided that these are the same"),
    "different": ("{by} besliste dat dit een ander is", "{by} decided that these are different"),
}


def tell_spellings(db: Db, rows: list[Row]) -> list[tuple[Sentences, Sentences]]:
    """The reasons for and against each pair, in words: what the rules find on the two spellings that are most alike."""
    ids = [row[side] for row in rows for side in ("left_spelling", "right_spelling") if row[side] is not None]
    names = {
        row["id"]: name_of(row["core"], row["form"])
        for row in fetch(db, "SELECT id, core, form FROM supplier_spellings WHERE id = ANY(%s)", (ids,))
    }
    decided = tell_decisions(db, [row for row in rows if row["disputed"]])
    records = list({row[side] for row in rows for side in ("left_id", "right_id")})
    known = {row["id"]: row for row in fetch(db, FACTS, (records,))}
    told = []
    for row in rows:
        found = (
            compare(names[row["left_spelling"]], names[row["right_spelling"]]).reasons
            if row["score"] is not None
            else ()
        )
        in_favour, against = _sentences(found, in_favour=True), _sentences(found, in_favour=False)
        if row["same_name"]:
            in_favour = (SAME_NAME, *in_favour)
        if row["disputed"]:
            said = decided.get(frozenset((row["left_id"], row["right_id"])), {})
            in_favour = (*said.get("same", ()), *in_favour)
            against = (_DISPUTED, *said.get("different", ()), *against)
        differing = tell_differences(known[row["left_id"]], known[row["right_id"]])
        told.append((in_favour, (*against, *differing)))
    return told


FACTS = "SELECT id, kvk, lei, oin, country_of_incorporation FROM suppliers WHERE id = ANY(%s)"


def tell_differences(left: Row, right: Row) -> Sentences:
    """The numbers and the country of two suppliers that are known and differ, in words."""
    labels = KINDS["supplier"].columns
    return tuple(
        (
            f"{labels[field].info['nl']} verschilt: {left[field]} en {right[field]}.",
            f"{labels[field].info['en']} differs: {left[field]} and {right[field]}.",
        )
        for field in ("kvk", "lei", "oin", "country_of_incorporation")
        if left[field] and right[field] and left[field] != right[field]
    )


def tell_decisions(db: Db, rows: Iterable[Row]) -> dict[frozenset[UUID], dict[str, Sentences]]:
    """What persons decided on the pairs of records in these rows, in words, by verdict."""
    ids = list({row[side] for row in rows for side in ("left_id", "right_id")})
    found: dict[frozenset[UUID], dict[str, Sentences]] = {}
    for row in fetch(db, DECIDED, {"ids": ids}) if ids else ():
        pair = found.setdefault(frozenset((row["one"], row["other"])), {})
        why = f": {row['reason'].rstrip(' .')}." if row["reason"] else "."
        told = tuple(sentence.format(by=row["decided_by"]) + why for sentence in _SAID[row["verdict"]])
        pair[row["verdict"]] = (*pair.get(row["verdict"], ()), (told[0], told[1]))
    return found


DECIDED = f"""
    SELECT DISTINCT ON (one, other, decided_by, verdict) * FROM (
        SELECT least(a.record_id, b.record_id) AS one, greatest(a.record_id, b.record_id) AS other,
               s.decided_by, s.verdict, s.reason, s.id
        FROM ({STANDING}) s JOIN matches a ON a.id = s.left_id JOIN matches b ON b.id = s.right_id
        WHERE a.record_id <> b.record_id AND a.record_id = ANY(%(ids)s) AND b.record_id = ANY(%(ids)s)
    ) d ORDER BY one, other, decided_by, verdict, id DESC
"""


def _sentences(reasons: Iterable[Reason], *, in_favour: bool) -> Sentences:
    return tuple((reason.nl, reason.en) for reason in reasons if (reason.points > 0) == in_favour)
