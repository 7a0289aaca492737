"""The evidence on two suppliers, in words: what the rules find on their names, and what persons said."""

from __future__ import annotations

from collections.abc import Iterable

from registry.comparing import Reason, compare
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db
from registry.resolving.ruling import name_of

Sentences = tuple[tuple[str, str], ...]
SAME_NAME = ("De naam zonder rechtsvorm is gelijk.", "The name without its legal form is the same.")
_DISPUTED = ("Oordelen van mensen spreken elkaar tegen.", "Judgements of persons contradict each other.")
_ONE_SAYS_SAME = ("Een mens oordeelde dat dit dezelfde is.", "A person judged these to be the same.")


def tell_spellings(db: Db, rows: list[Row]) -> list[tuple[Sentences, Sentences]]:
    """The reasons for and against each pair, in words: what the rules find on the two spellings that are most alike."""
    ids = [row[side] for row in rows for side in ("left_spelling", "right_spelling") if row[side] is not None]
    names = {
        row["id"]: name_of(row["core"], row["form"])
        for row in fetch(db, "SELECT id, core, form FROM supplier_spellings WHERE id = ANY(%s)", (ids,))
    }
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
            in_favour, against = (_ONE_SAYS_SAME, *in_favour), (_DISPUTED, *against)
        told.append((in_favour, against))
    return told


def _sentences(reasons: Iterable[Reason], *, in_favour: bool) -> Sentences:
    return tuple((reason.nl, reason.en) for reason in reasons if (reason.points > 0) == in_favour)
