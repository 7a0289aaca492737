"""Which applications hang on a contract, in a sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notifiers.telling_days import Language, write_number
from notifiers.telling_words import mapping_of, name_of, number_of, telling_words


@dataclass(frozen=True, slots=True)
class Hanging:
    """How many applications there are, and the names of the first."""

    count: int
    names: tuple[object, ...]


def read_hanging(data: Mapping[str, Any]) -> Hanging | None:
    """The applications in the data of an event; None where there are none or it does not say."""
    found = mapping_of(data.get("applications"))
    count, names = number_of(found.get("count")), found.get("names")
    if not isinstance(names, list | tuple) or not names or count is None or count < len(names):
        return None
    return Hanging(count, tuple(names))


def tell_hanging(hanging: Hanging, language: Language) -> str:
    """The sentence that names them, and counts those that it does not name."""
    words = telling_words()["applications"]
    named = [name_of(name, language) for name in hanging.names]
    if more := hanging.count - len(named):
        text = str(words["more_one" if more == 1 else "more_many"][language])
        named.append(text.format(number=write_number(more, language)))
    *first, last = named
    names = f"{', '.join(first)} {words['and'][language]} {last}" if first else last
    sentence = str(words["one" if hanging.count == 1 else "many"][language])
    return sentence.format(number=write_number(hanging.count, language), names=names)
