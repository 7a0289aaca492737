"""What a form about a subscription asks for, and what is wrong with it in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.datastructures import FormData

from api.outside import Outside, require_target
from registry.errors import InvalidFields
from registry.wishes import Wish
from web.building.reading import read_id
from web.building.subscriptions import Filled
from web.views.values import Both, Text

T = TypeVar("T")


def attempt(work: Callable[[], T]) -> tuple[T | None, tuple[Text, ...]]:
    """What the work gives; or nothing, and the sentences of what is wrong with the form."""
    try:
        return work(), ()
    except InvalidFields as wrong:
        return None, tuple(Both(problem.nl, problem.en) for problem in wrong.problems)


def read_filled(form: FormData, channel: str | None = None) -> Filled:
    """The form as it came; the channel of a subscription that is there is fixed."""
    texts = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    lists = {name: [str(one) for one in form.getlist(name)] for name in ("soort", "organisaties")}
    texts["kanaal"] = channel or texts.get("kanaal", "mail")
    return Filled(texts, lists["soort"], lists["organisaties"], texts.get("levensteken") == "ja")


def read_wish(filled: Filled, outside: Outside) -> Wish:
    """What the form asks for; raises `InvalidFields` for an address where no webhook may go."""
    texts = filled.texts
    if texts["kanaal"] == "webhook":
        require_target(texts.get("doel") or None, outside)
    days = [part for part in texts.get("termijnen", "").replace(";", ",").split(",") if part.strip()]
    return Wish(
        name=texts.get("naam", ""),
        channel=texts["kanaal"],
        target=texts.get("doel") or None,
        kinds=list(filled.kinds) or None,
        organisations=[one for one in map(read_id, filled.organisations) if one] or None,
        thresholds=[_days(part.strip()) for part in days] or None,
        role=texts.get("rol", "system_owner"),
        digest=texts.get("ritme", "at_once"),
        heartbeat=filled.heartbeat,
        language=texts.get("taal", "nl"),
    )


def _days(text: str) -> int:
    """A number of days; what is none is a number that the register refuses in words."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1
