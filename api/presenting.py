"""Imports as the API shows them: with how fast a step goes, and with sentences in the language of the caller."""

from __future__ import annotations

from typing import Any

from registry.planning import row_kind
from registry.problems import advice, problem_texts, sentence
from registry.queries.imports import get_import
from registry.resolving.matching import Db

Row = dict[str, Any]


def shown_import(db: Db, import_id: int, locale: str, *, note: str | None = None) -> Row:
    """An import with all that is counted about it."""
    found = with_speed(get_import(db, import_id))
    for counted in found["problems"]:
        counted["title"] = _title(counted["code"], locale)
    return found | {"note": note}


def shown_plan(db: Db, import_id: int) -> Row:
    """What applying an import would do, in numbers."""
    found = get_import(db, import_id)
    kept = {name: found[name] for name in ("state", "completeness", "previewedAt", "rows")}
    return {"importId": import_id, "about": row_kind(db, import_id), **kept}


def with_speed(found: Row) -> Row:
    """An import whose progress tells how many rows a second are done and how long it will take yet."""
    progress = found["progress"]
    if progress is None:
        return found
    seconds = (progress["updatedAt"] - progress["startedAt"]).total_seconds()
    done, total = progress["rowsDone"], progress["rowsTotal"]
    speed = done / seconds if done and seconds > 0 else None
    left = max(total - done, 0) / speed if speed and total is not None else None
    progress["rowsPerSecond"] = None if speed is None else round(speed, 1)
    progress["secondsLeft"] = None if left is None else round(left, 1)
    return found


def shown_problem(row: Row, locale: str) -> Row:
    """A problem with its title, sentence and advice."""
    found = {name: value for name, value in row.items() if name != "rowNumber"}
    told = (row["code"], row["parameters"], locale, row["value"])
    return found | {
        "row": row["rowNumber"],
        "title": _title(row["code"], locale),
        "sentence": sentence(*told),
        "advice": advice(*told),
    }


def _title(code: str, locale: str) -> str:
    texts = problem_texts().get(code)
    return texts[locale].title if texts else code
