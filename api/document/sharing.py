"""What occurs more than once in the document stands there once, under a name."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from api.schemas.naming import PARAMETER

Part = dict[str, Any]


def share_parameters(operations: Iterable[Part]) -> dict[str, Part]:
    """Parameters that several operations take, by name; these refer to them. Raises `ValueError` when a name would be two."""
    lists = [operation["parameters"] for operation in operations if "parameters" in operation]
    places = [(parameters, place) for parameters in lists for place in range(len(parameters))]
    return _share("parameters", places, _name_of_parameter)


def share_answers(operations: Iterable[Part]) -> dict[str, Part]:
    """Answers that several operations give, by the name of their schema; these refer to them.

    Of one schema the first that is given more than once; another stays where it is.
    """
    places = [(operation["responses"], status) for operation in operations for status in operation["responses"]]
    return _share("responses", [place for place in places if _schema_of(place[0][place[1]])], _schema_of)


def _share(section: str, places: list[tuple[Any, Any]], name_of: Callable[[Part], str]) -> dict[str, Part]:
    names = [name_of(holder[key]) for holder, key in places]
    texts = [json.dumps(holder[key], sort_keys=True) for holder, key in places]
    counts = Counter(texts)
    shared: dict[str, Part] = {}
    for (holder, key), name, text in zip(places, names, texts, strict=True):
        if counts[text] > 1:
            part = holder[key]
            if shared.setdefault(name, part) == part:
                holder[key] = {"$ref": f"#/components/{section}/{name}"}
            elif section == "parameters":
                raise ValueError(f"two parameters would be called {name}")
    return dict(sorted(shared.items()))


def _name_of_parameter(parameter: Part) -> str:
    """Its own name, or `If-Match` as `IfMatch`, `ownerId` as `OwnerId`; what may be given more than once is a filter."""
    schema = parameter["schema"]
    if PARAMETER in schema:
        return str(schema.pop(PARAMETER))
    words = re.split("-|(?=[A-Z])", parameter["name"].removeprefix("X-"))
    name = "".join(word[:1].upper() + word[1:] for word in words)
    is_list = schema.get("type") == "array" or schema.get("$ref", "").endswith("/TextFilter")
    return f"{name}Filter" if is_list else name


def _schema_of(answer: Part) -> str:
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rpartition("/")[2]
